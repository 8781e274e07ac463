import { IpProtocol, TcpFlag } from '../../decode/frame.ts'
import { applicationNames } from '../../flow/application.ts'
import { FlowState } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { boundHooks } from './bound-hooks.ts'
import type { TrafficObserver } from './observer.ts'

type FlowCall = (flow: FlowId, end: number) => void
type FlowHookName = Extract<keyof TrafficObserver, `onFlow${string}`>
/** Calls by kind of protocol, or by Application. */
type FlowCalls = readonly (readonly FlowCall[])[]

/** Kinds of protocol that detectors tell apart, as the index into the lists by kind. */
const protocolKinds: readonly (readonly number[])[] = [
  [IpProtocol.tcp],
  [IpProtocol.udp],
  [IpProtocol.icmp, IpProtocol.icmpv6],
]

/** Shows what happens to a flow to the detectors of its protocol and of what it speaks. */
export class FlowHooks {
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

  constructor(traffic: Traffic, observers: readonly TrafficObserver[]) {
    this.#traffic = traffic
    const general = observers.filter(({ applications }) => !applications)
    this.#onStart = byKind(observers, 'onFlowStart')
    this.#onProbe = byKind(observers, 'onFlowProbe')
    this.#onAnswered = byKind(observers, 'onFlowAnswered')
    this.#onRejected = byKind(observers, 'onFlowRejected')
    this.#onFailed = byKind(observers, 'onFlowFailed')
    this.#onClosed = byKind(general, 'onFlowClosed')
    this.#onEnd = byKind(general, 'onFlowEnd')
    this.#onClosedOf = byApplication(observers, 'onFlowClosed')
    this.#onEndOf = byApplication(observers, 'onFlowEnd')
  }

  /** The current packet is the first of this flow. */
  start(flow: FlowId): void {
    const { frame } = this.#traffic
    const kind = this.#kindOf(flow)
    dispatchFlow(this.#onStart[kind], flow)
    const { syn, fin, ack, rst } = TcpFlag
    const opening = frame.tcpFlags & (syn | fin | ack | rst)
    if (frame.protocol !== IpProtocol.tcp || opening === syn) return
    if ((opening & (ack | rst)) === 0) dispatchFlow(this.#onProbe[kind], flow)
  }

  /** The current packet changed the state of this flow. */
  state(flow: FlowId): void {
    const { flows, applications } = this.#traffic
    const kind = this.#kindOf(flow)
    switch (flows.state(flow)) {
      case FlowState.established:
      case FlowState.twoWay:
        dispatchFlow(this.#onAnswered[kind], flow)
        return
      case FlowState.closed:
      case FlowState.reset:
        dispatchFlow(this.#onClosed[kind], flow)
        dispatchFlow(this.#onClosedOf[applications.of(flow)], flow)
        return
      case FlowState.rejected:
        dispatchFlow(this.#onRejected[kind], flow)
    }
  }

  failed(flow: FlowId): void {
    dispatchFlow(this.#onFailed[this.#kindOf(flow)], flow)
  }

  /** The flow is about to leave the table; `end` is a FlowEnd. */
  end(flow: FlowId, end: number): void {
    dispatchFlow(this.#onEnd[this.#kindOf(flow)], flow, end)
    dispatchFlow(this.#onEndOf[this.#traffic.applications.of(flow)], flow, end)
  }

  /** What is neither TCP nor UDP shares the lists of ICMP. */
  #kindOf(flow: FlowId): number {
    const protocol = this.#traffic.flows.protocol(flow)
    return protocol === IpProtocol.tcp ? 0 : protocol === IpProtocol.udp ? 1 : 2
  }
}

function byKind(observers: readonly TrafficObserver[], hook: FlowHookName): FlowCalls {
  return protocolKinds.map((kind) =>
    boundHooks(
      observers.filter(
        ({ protocols }) => !protocols || protocols.some((protocol) => kind.includes(protocol)),
      ),
      hook,
    ),
  )
}

function byApplication(observers: readonly TrafficObserver[], hook: FlowHookName): FlowCalls {
  return applicationNames.map((_, application) =>
    boundHooks(
      observers.filter((observer) => observer.applications?.includes(application)),
      hook,
    ),
  )
}

function dispatchFlow(calls: readonly FlowCall[] | undefined, flow: FlowId, end = 0): void {
  if (calls === undefined) return
  for (let i = 0; i < calls.length; i++) (calls[i] as FlowCall)(flow, end)
}
