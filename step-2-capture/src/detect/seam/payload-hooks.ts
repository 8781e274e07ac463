import { DnsResponseCode, parseDnsFrame } from '../../decode/dns.ts'
import { Layer } from '../../decode/frame.ts'
import { HttpKind } from '../../decode/http.ts'
import { byteEntropy } from '../../features/entropy.ts'
import type { HostWindows } from '../../features/host-windows.ts'
import { Application } from '../../flow/application.ts'
import { FlowColumn, FlowState } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { FlowTable } from '../../flow/flow-table.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { type BoundHook, boundHooks, dispatch } from './bound-hooks.ts'
import type { TrafficObserver } from './observer.ts'
import { PayloadCalls } from './payload-calls.ts'

/** Shows a payload, and the DNS or HTTP in it, to the observers of what it is. */
export class PayloadHooks {
  readonly #traffic: Traffic
  readonly #windows: HostWindows | null
  readonly #onDns: readonly BoundHook<'onDns'>[]
  readonly #onHttp: readonly BoundHook<'onHttp'>[]
  readonly #onTls: readonly BoundHook<'onTls'>[]
  readonly #onOddSegment: readonly BoundHook<'onOddSegment'>[]
  readonly #calls: PayloadCalls

  constructor(
    traffic: Traffic,
    observers: readonly TrafficObserver[],
    windows: HostWindows | null,
  ) {
    this.#traffic = traffic
    this.#windows = windows
    this.#onDns = boundHooks(observers, 'onDns')
    this.#onHttp = boundHooks(observers, 'onHttp')
    this.#onTls = boundHooks(observers, 'onTls')
    this.#onOddSegment = boundHooks(observers, 'onOddSegment')
    this.#calls = new PayloadCalls(observers)
  }

  /** The current packet brings a payload. */
  see(flow: FlowId): void {
    const { packet, frame, flows, applications, tls } = this.#traffic
    if (frame.layers & Layer.tcp && isOdd(flows, flow)) dispatch(this.#onOddSegment)
    if (frame.layers & Layer.dns) this.#seeDns()
    // By its bytes and not by its port: what is on port 53 need not be DNS.
    const application = applications.look(flow, packet, frame)
    if (application === Application.http) this.#seeHttp()
    else if (application === Application.tls) {
      if (tls.see(flow, packet, frame)) dispatch(this.#onTls)
    } else if (tls.mayBeQuic(frame, packet)) this.#seeQuic(flow)
    const side = flows.fromOriginator ? 0 : 1
    const sentBytes = flows.value(flow, FlowColumn.originatorPayloadBytes + side)
    const sentBefore = sentBytes - frame.payloadWireLength
    dispatch(this.#calls.ofApplication(application, side, sentBefore))
    dispatch(this.#calls.ofPorts(frame, sentBefore))
  }

  #seeDns(): void {
    const { packet, frame, flow, flows, dns, resolved } = this.#traffic
    if (!parseDnsFrame(packet.bytes, frame, dns)) return
    const client = flows.originator(flow)
    const { name } = dns
    if (!dns.isResponse) {
      this.#windows?.countDnsQuery(client, name.length, byteEntropy(name.bytes, 0, name.length))
    } else {
      resolved.learn(dns, packet.bytes)
      if (dns.responseCode === DnsResponseCode.nxDomain) this.#windows?.countDnsFailure(client)
    }
    dispatch(this.#onDns)
  }

  #seeQuic(flow: FlowId): void {
    const { packet, frame, tls } = this.#traffic
    if (tls.seeQuic(flow, packet, frame)) dispatch(this.#onTls)
  }

  #seeHttp(): void {
    const { packet, frame, http } = this.#traffic
    const kind = http.parse(packet.bytes, frame.payloadOffset, frame.payloadLength)
    if (kind !== HttpKind.none) dispatch(this.#onHttp)
  }
}

/** Whether the current segment has a place that was taken before, or comes after a reset. */
function isOdd(flows: FlowTable, flow: FlowId): boolean {
  return flows.segments.isOverlapping || flows.state(flow) === FlowState.reset
}
