import { IpProtocol, TcpFlag } from '../../decode/frame.ts'
import { Application } from '../../flow/application.ts'
import { FlowState } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { AwaitedAnswers } from '../../memory/awaited-answers.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { FloodSources } from './flood-sources.ts'

export interface TcpFloodOptions {
  /** Segments of no connection to one service in ten seconds; the SYN flood's limit (ntopng: 256). */
  readonly segmentCountMin?: number
}

const defaults: Required<TcpFloodOptions> = { segmentCountMin: 200 }

/** 512 services at up to 8 kB are 4 MB. */
const groupCountMax = 512
const periodSeconds = 10
const forgetAfterSeconds = 300
/** Flows that wait to be judged: 4,096 of 40 B. In a flood the oldest are judged earlier. */
const waitingCountMax = 4_096
/** A connection that goes on answers within a second (RFC 6298: TCP tries again after one). */
const answerTimeoutUs = 1_000_000
/** A connection of which the capture holds one direction goes on for longer than this. */
const flowPacketsMax = 3

const tcpFlood: DetectionKind = {
  kind: 'tcp_flood',
  technique: techniques['T1498.001'],
  recommendation:
    'Have the router drop segments of connections that it has not seen begin. Where the addresses ' +
    'are forged, follow the MAC address to the port that it enters by.',
}

/** Segments that open no connection and belong to none: ACK, PSH, RST, FIN and Xmas floods. */
export function createTcpFlood(options: TcpFloodOptions = {}) {
  return (traffic: Traffic): TrafficObserver => new TcpFlood(traffic, { ...defaults, ...options })
}

/** A service (host and port), and what reached it in the current period. */
class Service extends PeriodTracker {
  count = 0
  sources = new FloodSources()

  protected startPeriod(): void {
    this.count = 0
    this.sources = new FloodSources()
  }
}

class TcpFlood implements TrafficObserver {
  readonly name = 'tcp_flood'
  readonly protocols = [IpProtocol.tcp]
  readonly #traffic: Traffic
  readonly #options: Required<TcpFloodOptions>
  readonly #services: TrackerTable<Service>
  readonly #waiting = new AwaitedAnswers<FlowId>({
    countMax: waitingCountMax,
    timeoutUs: answerTimeoutUs,
    onTimeout: (flow, firstUs) => this.#judge(flow, firstUs),
  })

  constructor(traffic: Traffic, options: Required<TcpFloodOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#services = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Service,
    })
  }

  /** Most flows begin with a SYN, and cost no more than this look. */
  onFlowStart(flow: FlowId): void {
    const { frame, timeUs } = this.#traffic
    if (frame.tcpFlags & TcpFlag.syn) return
    this.#waiting.add(flow, timeUs)
  }

  onTick(): void {
    this.#waiting.onTick(this.#traffic.timeUs)
  }

  /** The flows have ended, but no other has taken their slots. */
  onEnd(): void {
    this.#waiting.onEnd()
  }

  #judge(flow: FlowId, firstUs: number): void {
    const { flows, applications } = this.#traffic
    // Another flow may have the slot by now.
    if (flows.firstUs(flow) !== firstUs) return
    const state = flows.state(flow)
    if (state !== FlowState.midstream && state !== FlowState.rejected) return
    if (flows.originatorPackets(flow) > flowPacketsMax) return
    if (flows.responderPayloadBytes(flow) > 0) return
    // A capture that was filtered down to its requests is full of sense, a flood is not.
    if (applications.of(flow) > Application.other) return
    const host = flows.responder(flow)
    const port = flows.responderPort(flow)
    const service = this.#services.open({ host, part: port }, firstUs)
    service.advance(firstUs, periodSeconds)
    service.count++
    service.sources.add(this.#traffic, flow, flows.originator(flow))
    service.evidence.addFlow(this.#traffic, flow)
    if (service.hasDoubled(service.count, this.#options.segmentCountMin)) this.#report(service)
  }

  #report(service: Service): void {
    const { hosts } = this.#traffic
    const { segmentCountMin: minimum } = this.#options
    const { host, part: port, count, sources, firstUs, lastUs } = service
    const { accused, text } = sources.origin(this.#traffic)
    const target = `${hosts.text(host)}:${port}`
    const seconds = Math.max((lastUs - firstUs) / 1e6, 0.1)
    reportGroup(this.#traffic, service, {
      detector: this.name,
      kind: tcpFlood,
      severity: severityOf(count, { medium: minimum, high: minimum * 5 }),
      score: growthScore(count, minimum),
      confidence: 0.85,
      source: accused,
      target: host,
      targetPort: port,
      targetGroup: target,
      title:
        `${target} got ${count} segments that belong to no connection in ` +
        `${seconds.toFixed(1)} s, from ${text} (usual: below ${minimum} in 10 s)`,
      reasons: [
        countReason('stray_segments', count, { typical: minimum - 1, unit: 'in 10 s' }),
        countReason('sources', sources.count, { typical: 1, unit: 'hosts' }),
      ],
    })
  }
}
