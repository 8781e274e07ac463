import { IpProtocol, TcpFlag } from '../decode/frame.ts'
import { applicationNames } from '../flow/application.ts'
import { FlowColumn, FlowState } from '../flow/flow-column.ts'
import type { Traffic } from './traffic.ts'
import type { TrafficDetector } from './traffic-detector.ts'

type With<M extends keyof TrafficDetector> = Required<Pick<TrafficDetector, M>>
/** Lists of detectors by kind of protocol, or by Application. */
type Lists<M extends keyof TrafficDetector> = readonly (readonly With<M>[])[]

/** Kinds of protocol that detectors tell apart, as the index into the lists by kind. */
const protocolKinds: readonly (readonly number[])[] = [
  [IpProtocol.tcp],
  [IpProtocol.udp],
  [IpProtocol.icmp, IpProtocol.icmpv6],
]

/** Shows what happens to a flow to the detectors of its protocol and of what it speaks. */
export class FlowMoments {
  readonly #traffic: Traffic
  readonly #onStart: Lists<'onFlowStart'>
  readonly #onProbe: Lists<'onFlowProbe'>
  readonly #onAnswered: Lists<'onFlowAnswered'>
  readonly #onRejected: Lists<'onFlowRejected'>
  readonly #onFailed: Lists<'onFlowFailed'>
  readonly #onClosed: Lists<'onFlowClosed'>
  readonly #onEnd: Lists<'onFlowEnd'>
  readonly #onClosedOf: Lists<'onFlowClosed'>
  readonly #onEndOf: Lists<'onFlowEnd'>

  constructor(traffic: Traffic, detectors: readonly TrafficDetector[]) {
    this.#traffic = traffic
    const general = detectors.filter(({ applications }) => !applications)
    this.#onStart = byKind(detectors, 'onFlowStart')
    this.#onProbe = byKind(detectors, 'onFlowProbe')
    this.#onAnswered = byKind(detectors, 'onFlowAnswered')
    this.#onRejected = byKind(detectors, 'onFlowRejected')
    this.#onFailed = byKind(detectors, 'onFlowFailed')
    this.#onClosed = byKind(general, 'onFlowClosed')
    this.#onEnd = byKind(general, 'onFlowEnd')
    this.#onClosedOf = byApplication(detectors, 'onFlowClosed')
    this.#onEndOf = byApplication(detectors, 'onFlowEnd')
  }

  /** The packet at hand is the first of this flow. */
  start(flow: number): void {
    const { frame } = this.#traffic
    const kind = this.#kindOf(flow)
    for (const detector of this.#onStart[kind] ?? []) detector.onFlowStart(flow)
    const { syn, fin, ack, rst } = TcpFlag
    const opening = frame.tcpFlags & (syn | fin | ack | rst)
    if (frame.protocol !== IpProtocol.tcp || opening === syn) return
    if ((opening & (ack | rst)) !== 0) return
    for (const detector of this.#onProbe[kind] ?? []) detector.onFlowProbe(flow)
  }

  /** The packet at hand changed the state of this flow. */
  state(flow: number): void {
    const { flows, applications } = this.#traffic
    const kind = this.#kindOf(flow)
    switch (flows.value(flow, FlowColumn.state)) {
      case FlowState.established:
      case FlowState.twoWay:
        for (const detector of this.#onAnswered[kind] ?? []) detector.onFlowAnswered(flow)
        return
      case FlowState.closed:
      case FlowState.reset: {
        const application = applications.of(flow)
        for (const detector of this.#onClosed[kind] ?? []) detector.onFlowClosed(flow)
        for (const detector of this.#onClosedOf[application] ?? []) detector.onFlowClosed(flow)
        return
      }
      case FlowState.rejected:
        for (const detector of this.#onRejected[kind] ?? []) detector.onFlowRejected(flow)
    }
  }

  failed(flow: number): void {
    for (const detector of this.#onFailed[this.#kindOf(flow)] ?? []) detector.onFlowFailed(flow)
  }

  /** The flow is about to leave the table; `end` is a FlowEnd. */
  end(flow: number, end: number): void {
    const application = this.#traffic.applications.of(flow)
    for (const detector of this.#onEnd[this.#kindOf(flow)] ?? []) detector.onFlowEnd(flow, end)
    for (const detector of this.#onEndOf[application] ?? []) detector.onFlowEnd(flow, end)
  }

  /** What is neither TCP nor UDP shares the lists of ICMP. */
  #kindOf(flow: number): number {
    const protocol = this.#traffic.flows.value(flow, FlowColumn.protocol)
    return protocol === IpProtocol.tcp ? 0 : protocol === IpProtocol.udp ? 1 : 2
  }
}

function byKind<M extends keyof TrafficDetector>(
  detectors: readonly TrafficDetector[],
  moment: M,
): Lists<M> {
  return protocolKinds.map((kind) =>
    detectorsWith(detectors, moment).filter(
      ({ protocols }) => !protocols || protocols.some((protocol) => kind.includes(protocol)),
    ),
  )
}

function byApplication<M extends keyof TrafficDetector>(
  detectors: readonly TrafficDetector[],
  moment: M,
): Lists<M> {
  return applicationNames.map((_, application) =>
    detectorsWith(detectors, moment).filter((d) => d.applications?.includes(application)),
  )
}

/** The detectors that implement a moment. */
export function detectorsWith<M extends keyof TrafficDetector>(
  detectors: readonly TrafficDetector[],
  moment: M,
) {
  return detectors.filter((d): d is TrafficDetector & With<M> => !!d[moment])
}
