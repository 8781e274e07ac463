import { dnsPort } from '../../decode/dns-port.ts'
import { IpProtocol, Layer } from '../../decode/frame.ts'
import { type HostId, noHost } from '../../flow/host-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { deviceBehind } from '../track/forging-device.ts'
import { severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { AnswerVerdict, AskedNames } from './asked-names.ts'

/** 1,024 senders and clients at 300 B. */
export const spooferCountMax = 1_024

/** A sender of forged answers, and the client that they are for. */
class Forgeries extends Tracker {
  spoofedCount = 0
  guessedCount = 0
  /** The MAC address that the forged ones come from; `noHost` where it is not known. */
  device = noHost
}

export const dnsSpoofing = defineDetector({
  name: 'dns_spoofing',
  family: 'behaviour',
  about:
    'Two different answers to one DNS query, or many answers with IDs that were not asked with. ' +
    'Queries that were sent twice, and addresses in another order, are left alone.',
  kinds: [
    {
      id: 'dns_spoofing',
      title:
        '{target} got more answers in the name of {server} than it had asked, with other addresses: ' +
        '{times}, last for {name} (threshold: {limit})',
      technique: techniques.T1557,
      recommend:
        'One of the two answers is forged. Compare both addresses with what a resolver elsewhere says, ' +
        'empty the cache of the target, and find the device that sent the other one.',
    },
    {
      id: 'dns_id_guessing',
      title:
        '{answers} in the name of {server} reached {target} for {name} with IDs that it had not asked ' +
        'with (threshold: {limit})',
      technique: techniques.T1557,
      recommend:
        'Empty the cache of the target. Use a resolver with random source ports and DNSSEC, and drop ' +
        'packets from outside whose source address is inside (BCP 38).',
    },
  ],
  options: {
    spoofedCountMin: limit(1, {
      about: 'Queries with a second, different answer',
      unit: 'queries',
    }),
    guessCountMin: limit(20, {
      about: 'Answers with wrong IDs for one name that was asked for',
      unit: 'answers',
      source: 'of 65,536 IDs an attacker tries hundreds for each query (Kaminsky 2008)',
    }),
    answerSeconds: seconds(5, {
      about: 'Time in which answers to a query come',
      min: 0.1,
      max: 60,
    }),
    forgetAfterSeconds: forgetAfter('a sender and client are', 3_600),
    levels: levels({ medium: 1, high: 3 }, { unit: 'queries' }),
  },
  watch(traffic, settings, reporter) {
    const { dns, flows, frame, hosts } = traffic
    const { spoofedCountMin, guessCountMin, answerSeconds, forgetAfterSeconds } = settings
    const asked = new AskedNames(traffic, answerSeconds * 1e6)
    const bounds = { traffic, countMax: spooferCountMax, forgetAfterSeconds }
    const forgers = new TrackerTable({ ...bounds, tracker: Forgeries })

    function reportSpoofed(forger: Forgeries, server: HostId, name: string): void {
      const { spoofedCount: count } = forger
      reporter.emit({
        restate: () => reportSpoofed(forger, server, name),
        ...about(forger),
        ...packetsOf(forger),
        kind: 'dns_spoofing',
        severity: severityOf(count, settings.levels),
        score: 0.8,
        confidence: 0.8,
        values: {
          server: hosts.text(server),
          times: counted(count, 'time'),
          name,
          limit: spoofedCountMin,
        },
        reasons: [countReason('second_answers', count, { typical: 0, unit: 'answers' })],
      })
    }

    function reportGuessed(forger: Forgeries, server: HostId, name: string): void {
      const { guessedCount: count } = forger
      reporter.emit({
        restate: () => reportGuessed(forger, server, name),
        ...about(forger),
        ...packetsOf(forger),
        kind: 'dns_id_guessing',
        severity: 'high',
        score: 0.85,
        confidence: 0.8,
        values: {
          answers: counted(count, 'answer'),
          server: hosts.text(server),
          name,
          limit: guessCountMin,
        },
        reasons: [countReason('wrong_ids', count, { typical: 0, unit: 'answers' })],
      })
    }

    const packetsOf = ({ device }: Forgeries) => ({
      targetPort: dnsPort,
      protocol: IpProtocol.udp,
      ...(device === noHost ? {} : { device }),
    })

    function seeAnswer(client: HostId, server: HostId): void {
      const verdict = asked.answer(client, server)
      if (verdict === AnswerVerdict.ordinary) return
      // The device that the answer came from and the query did not go to; or the server.
      const host = deviceBehind(traffic, asked.oddMac, server)
      const forger = forgers.open({ host, peer: client })
      forger.device = asked.oddMac
      const { oddPacket } = asked
      if (oddPacket) forger.evidence.add(oddPacket.index, oddPacket.recordOffset, oddPacket.timeUs)
      else forger.evidence.addPacket(traffic)
      const name = dns.name.toString()
      if (verdict === AnswerVerdict.other) {
        forger.spoofedCount++
        if (forger.hasDoubled(forger.spoofedCount, spoofedCountMin))
          reportSpoofed(forger, server, name)
        return
      }
      forger.guessedCount = asked.wrongCount
      if (asked.wrongCount === guessCountMin) reportGuessed(forger, server, name)
    }

    return {
      onDns() {
        const { flow } = traffic
        if ((frame.layers & Layer.udp) === 0 || flows.responderPort(flow) !== dnsPort) return
        const [client, server] = [flows.originator(flow), flows.responder(flow)]
        if (!dns.isResponse) asked.ask(client, server)
        else if (!dns.isTruncated) seeAnswer(client, server)
      },
    }
  },
})
