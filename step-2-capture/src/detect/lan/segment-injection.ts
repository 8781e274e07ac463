import { hasSoundSegment } from '../../decode/checksum.ts'
import { IpProtocol, Layer, TcpFlag } from '../../decode/frame.ts'
import { Application } from '../../flow/application.ts'
import { FlowState } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { severityOf, severityScores } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { AnswerHeads } from './answer-heads.ts'

/** 1,024 servers and clients at 250 B, of each kind, and 2,048 resets at 150 B: 800 kB. */
export const injectedPairCountMax = 1_024
export const resetCountMax = 2_048

/** A server and a client in whose connections something was forged. */
class Pair extends Tracker {
  count = 0
  /** The largest difference of the times to live. */
  hopCount = 0
}

/** A reset that a flow got: from which end, and how many routers it had passed. */
interface Reset {
  readonly isOriginators: boolean
  readonly timeToLive: number
  readonly timeUs: number
  /** Of the flow, whose place another takes when it is over. */
  readonly flowUs: number
}

export const segmentInjection = defineDetector({
  name: 'segment_injection',
  family: 'behaviour',
  about:
    'Forged segments of TCP: two different answers at one place of a connection, and resets after ' +
    'which the one that sent them goes on. Data that is sent again, and damage, are left alone.',
  kinds: [
    {
      id: 'injected_answer',
      title:
        '{target} got two different answers in the name of {source} at one place of {connections}, ' +
        'their times to live up to {hops} apart (threshold: {limit})',
      technique: techniques.T1557,
      recommend:
        'One of the two is forged by a device that sees the traffic (man on the side). Compare both, ' +
        'use encryption, and look for the device where the two times to live part.',
    },
    {
      id: 'injected_reset',
      title:
        '{connections} of {target} with {source} got a reset in the name of one that went on ' +
        'sending, with times to live up to {hops} apart (threshold: {limit})',
      technique: techniques['T1499.002'],
      recommend:
        'A device that sees the traffic cuts these connections: a filter of yours, or a forger. ' +
        'Encryption below TCP, such as IPsec, keeps forged resets out.',
    },
  ],
  options: {
    answerCountMin: limit(1, { about: 'Connections with two answers', unit: 'connections' }),
    resetCountMin: limit(1, { about: 'Connections with a forged reset', unit: 'connections' }),
    hopCountMin: limit(3, {
      about: 'Difference of two times to live that no other way of the same sender explains',
      unit: 'hops',
      source: 'Weaver, Sommer and Paxson, Detecting Forged TCP Reset Packets (NDSS 2009)',
      max: 255,
    }),
    raceSeconds: seconds(3, {
      about: 'Time in which the second answer, or data after a reset, comes',
      min: 0.01,
    }),
    forgetAfterSeconds: forgetAfter('a server and client are', 3_600),
    resetLevels: levels({ low: 1, medium: 3, high: 30 }, { unit: 'connections' }),
  },
  watch(traffic, settings, reporter) {
    const { flows, frame, applications } = traffic
    const { answerCountMin, hopCountMin, forgetAfterSeconds } = settings
    const raceUs = settings.raceSeconds * 1e6
    const bounds = { traffic, countMax: injectedPairCountMax, forgetAfterSeconds, tracker: Pair }
    const answered = new TrackerTable(bounds)
    const cut = new TrackerTable(bounds)
    const heads = new AnswerHeads(flows.countMax)
    const resets = new BoundedMap<FlowId, Reset>({ countMax: resetCountMax })

    function count(pairs: TrackerTable<Pair>, hopCount: number): Pair {
      const { flow } = traffic
      const pair = pairs.open({ host: flows.responder(flow), peer: flows.originator(flow) })
      pair.count++
      pair.hopCount = Math.max(pair.hopCount, hopCount)
      pair.evidence.addPacket(traffic)
      return pair
    }

    function textsOf(pair: Pair) {
      const connections = counted(pair.count, 'connection')
      return { connections, hops: pair.hopCount }
    }

    function reportAnswer(pair: Pair): void {
      // Programs that make test data use a number twice as well, but not two distances.
      const severity = pair.hopCount >= hopCountMin ? 'high' : 'low'
      reporter.emit({
        restate: () => reportAnswer(pair),
        ...about(pair),
        kind: 'injected_answer',
        severity,
        score: severityScores[severity],
        confidence: 0.8,
        values: { ...textsOf(pair), limit: answerCountMin },
        reasons: [countReason('answers', pair.count, { typical: 0, unit: 'connections' })],
      })
    }

    function reportReset(pair: Pair): void {
      const severity = severityOf(pair.count, settings.resetLevels)
      reporter.emit({
        restate: () => reportReset(pair),
        ...about(pair),
        kind: 'injected_reset',
        severity,
        score: severityScores[severity],
        confidence: 0.7,
        values: { ...textsOf(pair), limit: settings.resetCountMin },
        reasons: [countReason('resets', pair.count, { typical: 0, unit: 'connections' })],
      })
    }

    function judgeAnswer(flow: FlowId): void {
      if (flows.fromOriginator || traffic.timeUs - heads.timeUs(flow) > raceUs) return
      if (!heads.isAnother(traffic, flow) || !hasSoundSegment(traffic.packet, frame)) return
      const hopCount = Math.abs(frame.timeToLive - heads.timeToLive(flow))
      heads.keep(traffic, flow)
      const pair = count(answered, hopCount)
      if (pair.hasDoubled(pair.count, answerCountMin)) reportAnswer(pair)
    }

    function judgeReset(flow: FlowId): void {
      const reset = resets.get(flow)
      if (!reset || reset.isOriginators !== flows.fromOriginator) return
      resets.delete(flow)
      if (reset.flowUs !== flows.firstUs(flow) || traffic.timeUs - reset.timeUs > raceUs) return
      const hopCount = Math.abs(frame.timeToLive - reset.timeToLive)
      if (hopCount < hopCountMin || flows.segments.isOverlapping) return
      const pair = count(cut, hopCount)
      if (pair.hasDoubled(pair.count, settings.resetCountMin)) reportReset(pair)
    }

    return {
      protocols: [IpProtocol.tcp],
      // The first segment of an answer; later ones on the connection are known by their heads.
      payloadBytesMax: 0,
      onPayload() {
        const { flow } = traffic
        if ((frame.layers & Layer.tcp) !== 0 && !flows.fromOriginator) heads.keep(traffic, flow)
      },
      onHttp() {
        const { flow } = traffic
        if (!flows.fromOriginator && applications.of(flow) === Application.http) {
          heads.keep(traffic, flow)
        }
      },
      onFlowClosed(flow) {
        if ((frame.tcpFlags & TcpFlag.rst) === 0) return
        const { timeUs } = traffic
        const { timeToLive } = frame
        const flowUs = flows.firstUs(flow)
        resets.renew(flow, { isOriginators: flows.fromOriginator, timeToLive, timeUs, flowUs })
      },
      onOddSegment() {
        const { flow } = traffic
        if (flows.state(flow) === FlowState.reset) judgeReset(flow)
        if (flows.segments.isOverlapping) judgeAnswer(flow)
      },
    }
  },
})
