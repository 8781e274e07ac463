import { readUint32 } from '../../decode/big-endian.ts'
import { Layer } from '../../decode/frame.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { durationText, growthScore } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { eachWord, isText } from './ping-words.ts'

/** 1,024 pairs at up to 16 kB are 16 MB. */
export const pairCountMax = 1_024
/** Where identifier and sequence number stand in an echo (RFC 792). */
const identifierOffset = 4

/** The pings from one host to another. */
class Pings extends Tracker {
  /** Identifier with sequence number, length and hash of the last request, for its reply. */
  identifier = -1
  requestLength = 0
  requestHash = 0
  alteredCount = 0
  requestCount = 0
  variedBytes = 0
  readonly varied = new DistinctCounter()
  readonly words = new DistinctCounter()
  saysText = false
}

export const icmpTunnel = defineDetector({
  name: 'icmp_tunnel',
  family: 'behaviour',
  about:
    'A conversation in the data of pings: replies that do not return the data of their request, as ' +
    'RFC 792 demands, requests whose data is never the same, or requests with the words of a text: ' +
    'programs that ping have a pattern or a few words of their own.',
  kinds: [
    {
      id: 'icmp_tunnel',
      title: '{source} pinged {target} for {span}; {what} (threshold: {limit})',
      technique: techniques.T1095,
      recommend:
        'Look at the data of these pings: it should be a pattern, and here it is a conversation. ' +
        'Isolate the source and look for the program (ptunnel, icmpsh, hans …) that sends them.',
    },
  ],
  options: {
    alteredCountMin: limit(5, {
      about: "Echo replies that do not have their request's data",
      unit: 'replies',
    }),
    variedCountMin: limit(30, {
      about: 'Requests to one host with data that no other had: ping repeats itself',
      unit: 'requests',
    }),
    variedBytesMin: limit(2_000, { about: 'Data in those requests', unit: 'bytes' }),
    wordCountMin: limit(8, {
      about: 'Different words in the data of requests to one host that are text',
      unit: 'words',
      max: 1_000,
    }),
    stampBytes: limit(24, {
      about: 'Start of the data that may differ in every ping',
      unit: 'bytes',
      source: 'Linux and BSD put the time of sending there, fping a counter',
      min: 0,
      max: 1_400,
    }),
    forgetAfterSeconds: forgetAfter('two hosts are', 900),
    allow: allowSources('Hosts whose pings carry data on purpose'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { alteredCountMin, variedCountMin, variedBytesMin, stampBytes } = settings
    const { wordCountMin, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: pairCountMax, forgetAfterSeconds }
    const pairs = new TrackerTable({ ...bounds, tracker: Pings })

    function seeRequest(pings: Pings): void {
      const { bytes } = traffic.packet
      const { payloadOffset, payloadLength, payloadWireLength } = traffic.frame
      const end = payloadOffset + payloadLength
      pings.identifier = identifier()
      pings.requestLength = payloadWireLength
      pings.requestHash = hashBytes(bytes, payloadOffset, end, traffic.byteSeed)
      pings.requestCount++
      if (payloadLength <= stampBytes) return
      const dataAt = payloadOffset + stampBytes
      const hash = hashBytes(bytes, dataAt, end, traffic.byteSeed)
      if (!pings.varied.add(hash)) return
      pings.variedBytes += payloadWireLength
      pings.evidence.addPacket(traffic)
      seeText(pings, dataAt, end)
      if (pings.variedBytes < variedBytesMin) return
      if (pings.hasDoubled(pings.varied.count, variedCountMin)) report(pings)
    }

    function seeText(pings: Pings, start: number, end: number): void {
      const { bytes } = traffic.packet
      if (pings.saysText || !isText(bytes, start, end)) return
      eachWord(bytes, { start, end }, (from, to) => {
        pings.words.add(hashBytes(bytes, from, to, traffic.byteSeed))
      })
      if (pings.words.count < wordCountMin) return
      pings.saysText = true
      report(pings)
    }

    function seeReply(pings: Pings | undefined): void {
      if (!pings || pings.identifier !== identifier()) return
      const { payloadOffset, payloadLength, payloadWireLength } = traffic.frame
      const end = payloadOffset + payloadLength
      const hash = hashBytes(traffic.packet.bytes, payloadOffset, end, traffic.byteSeed)
      if (pings.requestLength === payloadWireLength && pings.requestHash === hash) return
      pings.alteredCount++
      pings.evidence.addPacket(traffic)
      if (pings.hasDoubled(pings.alteredCount, alteredCountMin)) report(pings)
    }

    /** Identifier and sequence number: what pairs a reply with its request. */
    function identifier(): number {
      return readUint32(traffic.packet.bytes, traffic.frame.transportOffset + identifierOffset)
    }

    /** What decides, the gravest first. */
    function findingOf({ alteredCount, varied, variedBytes, words, requestCount }: Pings) {
      if (alteredCount >= alteredCountMin) {
        const replies = counted(alteredCount, 'reply', 'replies')
        return {
          severity: 'high',
          score: Math.max(0.75, growthScore(alteredCount, alteredCountMin)),
          confidence: 0.95,
          what: `${replies} brought other data than was sent`,
          limit: alteredCountMin,
        } as const
      }
      const isVaried = varied.count >= variedCountMin && variedBytes >= variedBytesMin
      const [count, limit] = isVaried ? [varied.count, variedCountMin] : [words.count, wordCountMin]
      return {
        severity: 'medium',
        score: growthScore(count, limit),
        confidence: isVaried ? 0.7 : 0.6,
        what: isVaried
          ? `${counted(varied, 'request')} all carried different data`
          : `${counted(requestCount, 'request')} carried a text of ${counted(words, 'word')}`,
        limit,
      } as const
    }

    function report(pings: Pings): void {
      const { alteredCount, varied, words, requestCount } = pings
      const { severity, score, confidence, what, limit } = findingOf(pings)
      reporter.emit({
        restate: () => report(pings),
        ...about(pings),
        kind: 'icmp_tunnel',
        severity,
        score,
        confidence,
        values: { span: durationText(pings.seconds), what, limit },
        reasons: [
          { feature: 'altered_replies', actual: alteredCount, typical: 0, unit: 'replies' },
          { feature: 'different_payloads', actual: varied.count, typical: 1, unit: 'payloads' },
          { feature: 'words', actual: words.count, typical: 0, unit: 'words' },
          { feature: 'requests', actual: requestCount, typical: 4, unit: 'requests' },
        ],
      })
    }

    return {
      onIcmp() {
        const { frame, flow } = traffic
        if (frame.payloadWireLength === 0) return
        const isV6 = (frame.layers & Layer.icmpv6) !== 0
        const isRequest = frame.sourcePort === (isV6 ? 128 : 8)
        const isReply = frame.sourcePort === (isV6 ? 129 : 0)
        if (!isRequest && !isReply) return
        const ends = [flows.originator(flow), flows.responder(flow)] as const
        const [source, target] = flows.fromOriginator ? ends : [ends[1], ends[0]]
        if (isRequest) seeRequest(pairs.open({ host: source, peer: target }))
        else seeReply(pairs.find({ host: target, peer: source }))
      },
    }
  },
})
