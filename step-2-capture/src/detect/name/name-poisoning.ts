import { DnsMessage } from '../../decode/dns.ts'
import { Layer } from '../../decode/frame.ts'
import { netbiosPort } from '../../decode/netbios-registration.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 responders at up to 8 kB are 4 MB. */
export const responderCountMax = 512
/** LLMNR (RFC 4795). */
const llmnrPort = 5355
/** The type of a NetBIOS name. */
const netbiosNameType = 0x20
/**
 * A NetBIOS answer has no question: the name stands behind its header of 12 bytes and a length, two
 * bytes a character. The 16th is the kind of service, not part of the name (RFC 1001, section 14.1).
 */
const netbiosName = { start: 13, end: 43 } as const
/** Flags of the address that it answers with (RFC 1002, section 4.2.13). */
const netbiosFlagsOffset = 56
const isGroup = 0x80

class Responder extends Tracker {
  readonly names = new DistinctCounter()
}

export const namePoisoning = defineDetector({
  name: 'name_poisoning',
  family: 'behaviour',
  about:
    'One host that answers for many names on the local network over LLMNR or NetBIOS, as Responder ' +
    'and Inveigh do; a host that answers for its own name, whatever service of it is asked for, and ' +
    'for its group is left alone.',
  kinds: [
    {
      id: 'name_poisoning',
      title: '{source} answered for {names} on the local network (threshold: {limit})',
      technique: techniques['T1557.001'],
      recommend:
        'Isolate the source: it answers for names that are not its own to collect password hashes. ' +
        'Turn LLMNR and NetBIOS off by policy, and change the passwords of the hosts that it answered.',
    },
  ],
  options: {
    nameCountMin: limit(3, {
      about: 'Names that one host answers for; a computer has one or two',
      unit: 'names',
    }),
    forgetAfterSeconds: forgetAfter('a responder is', 3_600),
    levels: levels({ medium: 3, high: 6 }, { unit: 'names' }),
    allow: allowSources('Servers that answer for others, such as a WINS server'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { nameCountMin, forgetAfterSeconds } = settings
    const message = new DnsMessage()
    const bounds = { traffic, countMax: responderCountMax, forgetAfterSeconds }
    const responders = new TrackerTable({ ...bounds, tracker: Responder })

    /** A hash of the name that the current packet answers for; -1 where it answers for none. */
    function answeredName(): number {
      const { frame, packet } = traffic
      const { sourcePort, payloadOffset, payloadLength } = frame
      if (sourcePort !== llmnrPort && sourcePort !== netbiosPort) return -1
      if ((frame.layers & Layer.udp) === 0) return -1
      if (!message.parse(packet.bytes, payloadOffset, payloadLength)) return -1
      if (!message.isResponse || message.responseCode !== 0 || message.answerCount === 0) return -1
      if (sourcePort === netbiosPort) return netbiosNameOf(packet.bytes, payloadOffset)
      const { bytes, length } = message.name
      return length === 0 ? -1 : hashBytes(bytes, 0, length, traffic.byteSeed)
    }

    /** A group has many members, each of which may answer. */
    function netbiosNameOf(bytes: Uint8Array, offset: number): number {
      const { frame } = traffic
      if (message.answers[0]?.type !== netbiosNameType) return -1
      if (frame.payloadLength <= netbiosFlagsOffset) return -1
      if ((bytes[offset + netbiosFlagsOffset] as number) & isGroup) return -1
      const { start, end } = netbiosName
      return hashBytes(bytes, offset + start, offset + end, traffic.byteSeed)
    }

    function report(responder: Responder): void {
      const { count } = responder.names
      reporter.emit({
        restate: () => report(responder),
        ...about(responder),
        kind: 'name_poisoning',
        severity: severityOf(count, settings.levels),
        score: Math.max(0.65, growthScore(count, nameCountMin)),
        confidence: 0.8,
        values: { names: counted(responder.names, 'different name'), limit: nameCountMin },
        reasons: [countReason('names', count, { typical: nameCountMin - 1, unit: 'names' })],
      })
    }

    return {
      ports: [llmnrPort, netbiosPort],
      onPayload() {
        const name = answeredName()
        if (name === -1) return
        const { flow } = traffic
        const host = flows.fromOriginator ? flows.originator(flow) : flows.responder(flow)
        const responder = responders.open({ host })
        if (!responder.names.add(name)) return
        responder.evidence.addPacket(traffic)
        if (responder.hasDoubled(responder.names.count, nameCountMin)) report(responder)
      },
    }
  },
})
