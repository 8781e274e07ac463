import { IpProtocol, Layer } from '../../decode/frame.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 clients and controllers at 300 B are 307 kB. */
export const hashClientCountMax = 1_024

/** RMCP+ of IPMI 2.0 (section 13.6): version 6, no acknowledgement, class IPMI, format RMCP+. */
const managementPort = 623
const head = [0x06, 0x00, 0xff, 0x07, 0x06] as const
/** Types of its payload (section 13.27.3): what asks for the hash, and what proves to know the password. */
const Step = { question: 0x12, proof: 0x14 } as const

/** What one client asked a controller for. */
class HashClient extends Tracker {
  questionCount = 0
  proofCount = 0

  /** The latest may still be proved. */
  get unusedCount(): number {
    return this.questionCount - 1 - this.proofCount
  }
}

export const managementHashes = defineDetector({
  name: 'management_hashes',
  family: 'behaviour',
  about:
    'A client that has a management controller (IPMI) send XX 2.0 sends the hash before the login, to be guessed at home. Logins that go on are left alone.',
  kinds: [
    {
      id: 'management_hash_request',
      title:
        '{source} asked the management controller {target} for {hashes} of passwords in {span}, and ' +
        'proved to know {proofs} of them (threshold: {limit})',
      technique: techniques['T1110.002'],
      recommend:
        'Keep management controllers in a network of their own. Take the passwords of the users on ' +
        'the target for known, and change them everywhere.',
    },
  ],
  options: {
    hashCountMin: limit(2, { about: 'Hashes that no login follows', unit: 'hashes' }),
    forgetAfterSeconds: forgetAfter('a client and controller are', 3_600),
    levels: levels({ medium: 2, high: 20 }, { unit: 'hashes' }),
    allow: allowSources('Clients that may ask, such as an audit of your own'),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame } = traffic
    const { hashCountMin, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: hashClientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: HashClient })

    function report(client: HashClient): void {
      const count = client.unusedCount
      reporter.emit({
        restate: () => report(client),
        ...aboutService(traffic, client),
        kind: 'management_hash_request',
        severity: severityOf(count, settings.levels),
        score: growthScore(count, hashCountMin),
        confidence: 0.8,
        values: {
          hashes: counted(client.questionCount, 'hash', 'hashes'),
          span: durationText(client.seconds),
          proofs: client.proofCount,
          limit: hashCountMin,
        },
        reasons: [countReason('unused_hashes', count, { typical: 0, unit: 'hashes' })],
      })
    }

    return {
      protocols: [IpProtocol.udp],
      ports: [managementPort],
      onPayload() {
        const { packet, flow } = traffic
        const { bytes } = packet
        const { payloadOffset: at, payloadLength } = frame
        if ((frame.layers & Layer.udp) === 0 || payloadLength <= head.length) return
        if (head.some((byte, i) => bytes[at + i] !== byte)) return
        if (!flows.fromOriginator) return
        const step = (bytes[at + head.length] as number) & 0x3f
        if (step !== Step.question && step !== Step.proof) return
        const client = clients.open(serviceKey(traffic, flow))
        if (step === Step.proof) client.proofCount++
        else {
          client.questionCount++
          client.evidence.addPacket(traffic)
          if (client.hasDoubled(client.unusedCount, hashCountMin)) report(client)
        }
      },
    }
  },
})
