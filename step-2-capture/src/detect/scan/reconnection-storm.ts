import { IpProtocol } from '../../decode/frame.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficDetector } from '../seam/traffic-detector.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { durationText, growthScore } from '../track/severity-scale.ts'
import { Group, type GroupKey, Groups } from '../track/tracker.ts'

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
  technique: { id: 'T1008', name: 'Fallback Channels', tactic: 'command-and-control' },
  recommendation:
    'A service is down, or a program looks for one that was shut: find out which. Malware tries ' +
    'its control server like this after it was taken down.',
}

class Attempts extends Group {
  periodFirstUs = this.firstUs
  count = 0
}

/** A client that tries a service again and again although it does not answer. */
export function createReconnectionStorm({ attemptCountMin = 60 }: ReconnectionStormOptions = {}) {
  return (traffic: Traffic): TrafficDetector => {
    const create = (key: GroupKey) => new Attempts(key, traffic)
    const services = new Groups({ traffic, countMax: groupCountMax, forgetAfterSeconds, create })
    return {
      name: 'reconnection_storm',
      protocols: [IpProtocol.tcp],
      onFlowFailed(flow) {
        const { flows, timeUs } = traffic
        const attempts = services.open({
          host: flows.value(flow, FlowColumn.originator),
          peer: flows.value(flow, FlowColumn.responder),
          port: flows.value(flow, FlowColumn.responderPort),
        })
        if (timeUs - attempts.periodFirstUs > periodUs) {
          attempts.periodFirstUs = timeUs
          attempts.count = 0
          attempts.evidence.clear()
        }
        attempts.count++
        attempts.evidence.addFlow(traffic, flow)
        if (attempts.isDue(attempts.count, attemptCountMin)) report(traffic, attempts)
      },
    }
  }

  function report(traffic: Traffic, attempts: Attempts): void {
    const { hosts, timeUs } = traffic
    const { host, peer, port, count, periodFirstUs } = attempts
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
