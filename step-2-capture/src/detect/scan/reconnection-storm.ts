import { IpProtocol } from '../../decode/frame.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { durationText, growthScore } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface ReconnectionStormOptions {
  /** Failed attempts at one service within five minutes; Slips tells five, well-made programs wait. */
  readonly attemptCountMin?: number
}

/** 4,096 clients and services at 250 B are 1 MB. */
const groupCountMax = 4_096
const periodUs = 300_000_000
const forgetAfterSeconds = 600

const reconnectionStorm: DetectionKind = {
  kind: 'reconnection_storm',
  technique: techniques.T1008,
  recommendation:
    'A service is down, or a program looks for one that was shut: find out which. Malware tries ' +
    'its control server like this after it was taken down.',
}

class Attempts extends Tracker {
  periodFirstUs = this.firstUs
  count = 0
}

/** A client that tries a service again and again although it does not answer. */
export function createReconnectionStorm({ attemptCountMin = 60 }: ReconnectionStormOptions = {}) {
  return (traffic: Traffic): TrafficObserver => {
    const services = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Attempts,
    })
    return {
      name: 'reconnection_storm',
      protocols: [IpProtocol.tcp],
      onFlowFailed(flow) {
        const { flows, timeUs } = traffic
        const attempts = services.open({
          host: flows.originator(flow),
          peer: flows.responder(flow),
          part: flows.responderPort(flow),
        })
        if (timeUs - attempts.periodFirstUs > periodUs) {
          attempts.periodFirstUs = timeUs
          attempts.count = 0
          attempts.evidence.clear()
        }
        attempts.count++
        attempts.evidence.addFlow(traffic, flow)
        if (attempts.hasDoubled(attempts.count, attemptCountMin)) report(traffic, attempts)
      },
    }
  }

  function report(traffic: Traffic, attempts: Attempts): void {
    const { hosts, timeUs } = traffic
    const { host, peer, part: port, count, periodFirstUs } = attempts
    const target = `${hosts.text(peer)}:${port}`
    reportGroup(traffic, attempts, {
      detector: 'reconnection_storm',
      kind: reconnectionStorm,
      severity: 'low',
      score: Math.min(0.6, growthScore(count, attemptCountMin)),
      confidence: 0.6,
      targetPort: port,
      targetGroup: target,
      firstUs: periodFirstUs,
      title:
        `${hosts.text(host)} tried ${target} ${count} times in vain in ` +
        `${durationText((timeUs - periodFirstUs) / 1e6)} (usual: below ${attemptCountMin} in 5 min)`,
      reasons: [
        countReason('failed_attempts', count, { typical: attemptCountMin - 1, unit: 'attempts' }),
      ],
    })
  }
}
