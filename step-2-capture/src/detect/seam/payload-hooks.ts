import { DnsResponseCode, parseDnsFrame } from '../../decode/dns.ts'
import { Layer } from '../../decode/frame.ts'
import { HttpKind } from '../../decode/http.ts'
import { byteEntropy } from '../../features/entropy.ts'
import type { HostWindows } from '../../features/host-windows.ts'
import { Application, applicationNames } from '../../flow/application.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { type BoundHook, boundHooks, dispatch } from './bound-hooks.ts'
import type { TrafficObserver } from './observer.ts'

type PayloadCalls = readonly BoundHook<'onPayload'>[]

const noCalls: PayloadCalls = []

/** Shows a payload, and the DNS or HTTP in it, to those who care: most want a few protocols only. */
export class PayloadHooks {
  readonly #traffic: Traffic
  readonly #windows: HostWindows | null
  readonly #onDns: readonly BoundHook<'onDns'>[]
  readonly #onHttp: readonly BoundHook<'onHttp'>[]
  readonly #ofAll: PayloadCalls
  /** By Application. */
  readonly #ofApplication: readonly PayloadCalls[]
  /** Whether anybody cares for a port: a byte a port. */
  readonly #hasPort = new Uint8Array(65_536)
  readonly #ofPort = new Map<number, PayloadCalls>()

  constructor(
    traffic: Traffic,
    detectors: readonly TrafficObserver[],
    windows: HostWindows | null,
  ) {
    this.#traffic = traffic
    this.#windows = windows
    this.#onDns = boundHooks(detectors, 'onDns')
    this.#onHttp = boundHooks(detectors, 'onHttp')
    this.#ofAll = boundHooks(
      detectors.filter(({ applications, ports }) => !applications && !ports),
      'onPayload',
    )
    this.#ofApplication = applicationNames.map((_, application) =>
      boundHooks(
        detectors.filter(({ applications }) => applications?.includes(application)),
        'onPayload',
      ),
    )
    for (const detector of detectors) if (!detector.applications) this.#addPorts(detector)
  }

  /** The packet at hand brings a payload. */
  see(flow: FlowId): void {
    const { packet, frame, applications } = this.#traffic
    if (frame.layers & Layer.dns) this.#seeDns()
    // By its bytes and not by its port: what is on port 53 need not be DNS.
    const application = applications.look(flow, packet, frame)
    if (application === Application.http) this.#seeHttp()
    dispatch(this.#ofAll)
    dispatch(this.#ofApplication[application] ?? noCalls)
    const { sourcePort, destinationPort } = frame
    const port = this.#hasPort[destinationPort] === 1 ? destinationPort : sourcePort
    if (this.#hasPort[port] === 1) dispatch(this.#ofPort.get(port) ?? noCalls)
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

  #seeHttp(): void {
    const { packet, frame, http } = this.#traffic
    const kind = http.parse(packet.bytes, frame.payloadOffset, frame.payloadLength)
    if (kind !== HttpKind.none) dispatch(this.#onHttp)
  }

  #addPorts(detector: TrafficObserver): void {
    const calls = boundHooks([detector], 'onPayload')
    for (const port of detector.ports ?? []) {
      this.#hasPort[port] = 1
      this.#ofPort.set(port, [...(this.#ofPort.get(port) ?? noCalls), ...calls])
    }
  }
}
