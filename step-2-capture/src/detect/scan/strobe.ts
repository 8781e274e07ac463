import { IpProtocol } from '../../decode/frame.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { durationText, growthScore } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface StrobeOptions {
  /** Connections from one host to another within a day; RITA's limit is one a second. */
  readonly connectionCountMin?: number
}

/** 8,192 pairs at 200 B are 2 MB. */
const groupCountMax = 8_192
const daySeconds = 86_400

const strobe: DetectionKind = {
  kind: 'strobe',
  technique: techniques.T1071,
  recommendation:
    'A connection a second, all day long, is a program that does not keep its connection. Find ' +
    'out whether it is broken or hidden.',
}

/** One host connecting to another more than once a second, for a day. */
export function createStrobe({ connectionCountMin = daySeconds }: StrobeOptions = {}) {
  return (traffic: Traffic): TrafficObserver => {
    const pairs = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds: daySeconds,
      tracker: Pair,
    })
    return {
      name: 'strobe',
      protocols: [IpProtocol.tcp],
      onFlowStart(flow) {
        const { flows } = traffic
        const host = flows.originator(flow)
        const pair = pairs.open({ host, peer: flows.responder(flow) })
        pair.advance(traffic.timeUs)
        pair.connectionCount++
        pair.evidence.addFlow(traffic, flow)
        if (pair.hasDoubled(pair.connectionCount, connectionCountMin)) report(traffic, pair)
      },
    }
  }

  function report(traffic: Traffic, pair: Pair): void {
    const { hosts, timeUs } = traffic
    const { host, peer, connectionCount, dayFirstUs } = pair
    traffic.emit({
      detector: 'strobe',
      kind: strobe,
      severity: 'low',
      score: growthScore(connectionCount, connectionCountMin),
      confidence: 0.6,
      source: host,
      target: peer,
      firstUs: dayFirstUs,
      title:
        `${hosts.text(host)} connected to ${hosts.text(peer)} ${connectionCount} times in ` +
        `${durationText((timeUs - dayFirstUs) / 1e6)} (usual: below ${connectionCountMin} a day)`,
      reasons: [
        {
          feature: 'connections',
          actual: connectionCount,
          typical: connectionCountMin - 1,
          unit: 'connections/day',
        },
      ],
      evidence: pair.evidence.toReferences(),
    })
  }
}

class Pair extends Tracker {
  dayFirstUs = this.firstUs
  connectionCount = 0

  advance(nowUs: number): void {
    if (nowUs - this.dayFirstUs <= daySeconds * 1e6) return
    this.dayFirstUs = nowUs
    this.connectionCount = 0
    this.evidence.clear()
  }
}
