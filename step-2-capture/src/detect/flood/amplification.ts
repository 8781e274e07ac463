import { IpProtocol, Layer } from '../../decode/frame.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import {
  allowSources,
  forgetAfter,
  levels,
  limit,
  numbers,
  quantity,
  seconds,
} from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 clients and services at 300 B are 307 kB. */
export const amplifiedPairCountMax = 1_024
/** Two bytes of a DNS question are its number, which differs each time. */
const idBytes = 2

/** Records of DNS with long answers: ANY, TXT, DNSKEY, RRSIG, NSEC, and NS of the root. */
const largeTypes: ReadonlySet<number> = new Set([255, 16, 48, 46, 47, 2])

/** What answers more than it is asked, by the reports of US-CERT (TA14-017A). */
const ports = [17, 19, 53, 111, 123, 389, 427, 1_900, 3_283, 3_702, 10_001, 11_211]

/** The same question of one client to one service, and what came back. */
class Amplified extends PeriodTracker {
  question = -1
  count = 0
  askedBytes = 0
  answeredBytes = 0

  protected startPeriod(): void {
    this.count = 0
    this.askedBytes = 0
    this.answeredBytes = 0
  }
}

export const amplification = defineDetector({
  name: 'amplification',
  family: 'behaviour',
  about:
    'A service of UDP that is asked the same again and again and answers with many times as many bytes ' +
    '(NTP monlist, DNS ANY, memcached, chargen): the address that asks is forged, as a rule, and is the victim.',
  kinds: [
    {
      id: 'amplification',
      title:
        '{source}, or who forges that address, had {target} port {target_port} answer the same ' +
        'question {times} in {span}, with {factor} times as many bytes (threshold: {limit} in {period})',
      technique: techniques['T1498.002'],
      recommend:
        'Close the service to the Internet, or limit what it answers to one client. If the source is a ' +
        'host of yours, find out who sends in its name.',
    },
  ],
  options: {
    questionCountMin: limit(20, {
      about: 'Times that the same question is asked within a period',
      unit: 'questions',
    }),
    factorMin: quantity(5, {
      about: 'How many times as many bytes come back',
      unit: 'times',
      min: 1,
      max: 100_000,
    }),
    ports: numbers(ports, {
      about: 'Services that can be misused',
      unit: 'ports',
      source: 'US-CERT TA14-017A',
      max: 65_535,
    }),
    periodSeconds: seconds(10, { about: 'Traffic time over which they count', min: 1 }),
    forgetAfterSeconds: forgetAfter('a client and service are', 300),
    levels: levels({ medium: 20, high: 1_000 }, { unit: 'questions' }),
    allow: allowSources('Clients that may ask the same all the time'),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame } = traffic
    const { questionCountMin, factorMin, periodSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: amplifiedPairCountMax, forgetAfterSeconds }
    const pairs = new TrackerTable({ ...bounds, tracker: Amplified })

    function seeQuestion(): void {
      const { packet, flow, timeUs, byteSeed } = traffic
      const { payloadOffset: start, payloadLength, payloadWireLength } = frame
      const pair = pairs.open(serviceKey(traffic, flow))
      pair.advance(timeUs, periodSeconds)
      const from = Math.min(start + idBytes, start + payloadLength)
      const question = hashBytes(packet.bytes, from, start + payloadLength, byteSeed)
      if (question !== pair.question) {
        if (pair.isReported) return
        pair.question = question
        pair.count = pair.askedBytes = pair.answeredBytes = 0
      }
      pair.count++
      pair.askedBytes += payloadWireLength
      pair.evidence.addPacket(traffic)
    }

    function seeAnswer(): void {
      const pair = pairs.find(serviceKey(traffic, traffic.flow))
      if (!pair) return
      pair.answeredBytes += frame.payloadWireLength
      if (pair.answeredBytes < pair.askedBytes * factorMin) return
      if (pair.hasDoubled(pair.count, questionCountMin)) report(pair)
    }

    function report(pair: Amplified): void {
      const { count } = pair
      const factor = Math.round(pair.answeredBytes / Math.max(1, pair.askedBytes))
      reporter.emit({
        restate: () => report(pair),
        ...aboutService(traffic, pair),
        kind: 'amplification',
        severity: severityOf(pair.perPeriod(count), settings.levels),
        score: growthScore(count, questionCountMin),
        confidence: 0.8,
        values: {
          times: counted(count, 'time'),
          span: durationText(pair.seconds),
          factor,
          period: durationText(periodSeconds),
          limit: questionCountMin,
        },
        reasons: [
          countReason('same_questions', count, { typical: 1, unit: 'questions' }),
          countReason('amplification', factor, { typical: 1, unit: 'times' }),
        ],
      })
    }

    return {
      protocols: [IpProtocol.udp],
      ports: settings.ports,
      onPayload() {
        if ((frame.layers & Layer.udp) === 0) return
        if ((frame.layers & Layer.dns) !== 0 && !largeTypes.has(traffic.dns.questionType)) return
        if (flows.fromOriginator) seeQuestion()
        else seeAnswer()
      },
    }
  },
})
