import { IpProtocol, TcpFlag } from '../../decode/frame.ts'
import { applicationNames } from '../../flow/application.ts'
import { FlowColumn, FlowState } from '../../flow/flow-column.ts'
import { callsOf } from './bound-hooks.ts'
import type { Traffic } from './emitting-traffic.ts'
import type { TrafficDetector } from './traffic-detector.ts'

type FlowCall = (flow: number, end: number) => void
type FlowMoment = Extract<keyof TrafficDetector, `onFlow${string}`>
/** Calls by kind of protocol, or by Application. */
type FlowCalls = readonly (readonly FlowCall[])[]

/** Kinds of protocol that detectors tell apart, as the index into the lists by kind. */
const protocolKinds: readonly (readonly number[])[] = [
  [IpProtocol.tcp],
  [IpProtocol.udp],
  [IpProtocol.icmp, IpProtocol.icmpv6],
]

/** Shows what happens to a flow to the detectors of its protocol and of what it speaks. */
export class FlowMoments {
  readonly #traffic: Traffic
  readonly #onStart: FlowCalls
  readonly #onProbe: FlowCalls
  readonly #onAnswered: FlowCalls
  readonly #onRejected: FlowCalls
  readonly #onFailed: FlowCalls
  readonly #onClosed: FlowCalls
  readonly #onEnd: FlowCalls
  readonly #onClosedOf: FlowCalls
  readonly #onEndOf: FlowCalls

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
    tellFlow(this.#onStart[kind], flow)
    const { syn, fin, ack, rst } = TcpFlag
    const opening = frame.tcpFlags & (syn | fin | ack | rst)
    if (frame.protocol !== IpProtocol.tcp || opening === syn) return
    if ((opening & (ack | rst)) === 0) tellFlow(this.#onProbe[kind], flow)
  }

  /** The packet at hand changed the state of this flow. */
  state(flow: number): void {
    const { flows, applications } = this.#traffic
    const kind = this.#kindOf(flow)
    switch (flows.value(flow, FlowColumn.state)) {
      case FlowState.established:
      case FlowState.twoWay:
        tellFlow(this.#onAnswered[kind], flow)
        return
      case FlowState.closed:
      case FlowState.reset:
        tellFlow(this.#onClosed[kind], flow)
        tellFlow(this.#onClosedOf[applications.of(flow)], flow)
        return
      case FlowState.rejected:
        tellFlow(this.#onRejected[kind], flow)
    }
  }

  failed(flow: number): void {
    tellFlow(this.#onFailed[this.#kindOf(flow)], flow)
  }

  /** The flow is about to leave the table; `end` is a FlowEnd. */
  end(flow: number, end: number): void {
    tellFlow(this.#onEnd[this.#kindOf(flow)], flow, end)
    tellFlow(this.#onEndOf[this.#traffic.applications.of(flow)], flow, end)
  }

  /** What is neither TCP nor UDP shares the lists of ICMP. */
  #kindOf(flow: number): number {
    const protocol = this.#traffic.flows.value(flow, FlowColumn.protocol)
    return protocol === IpProtocol.tcp ? 0 : protocol === IpProtocol.udp ? 1 : 2
  }
}

function byKind(detectors: readonly TrafficDetector[], moment: FlowMoment): FlowCalls {
  return protocolKinds.map((kind) =>
    callsOf(
      detectors.filter(
        ({ protocols }) => !protocols || protocols.some((protocol) => kind.includes(protocol)),
      ),
      moment,
    ),
  )
}

function byApplication(detectors: readonly TrafficDetector[], moment: FlowMoment): FlowCalls {
  return applicationNames.map((_, application) =>
    callsOf(
      detectors.filter((detector) => detector.applications?.includes(application)),
      moment,
    ),
  )
}

function tellFlow(calls: readonly FlowCall[] | undefined, flow: number, end = 0): void {
  if (calls === undefined) return
  for (let i = 0; i < calls.length; i++) (calls[i] as FlowCall)(flow, end)
}
