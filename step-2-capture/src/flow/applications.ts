import { type Frame, IpProtocol } from '../decode/frame.ts'
import type { Packet } from '../pcap/packet.ts'
import { Application, applicationOf } from './application.ts'
import type { FlowId } from './flow-rows.ts'
import type { FlowTable } from './flow-table.ts'

/** Some clients speak first and some servers do; by the fourth payload both have. */
const lookCountMax = 4

/** Which Application each TCP flow speaks: two bytes a flow, 131 kB. */
export class Applications {
  readonly #flows: FlowTable
  readonly #application: Uint8Array
  readonly #lookCount: Uint8Array

  constructor(flows: FlowTable) {
    this.#flows = flows
    this.#application = new Uint8Array(flows.countMax)
    this.#lookCount = new Uint8Array(flows.countMax)
  }

  /** What the flow speaks, as far as that is known. */
  of(flow: FlowId): number {
    return this.#application[flow] as number
  }

  start(flow: FlowId): void {
    this.#application[flow] = Application.unknown
    this.#lookCount[flow] = 0
  }

  /** Looks at the payload of the current packet, while the flow's application is not yet known. */
  look(flow: FlowId, packet: Packet, frame: Frame): number {
    const known = this.#application[flow] as number
    if (known > Application.other || this.#lookCount[flow] === lookCountMax) return known
    if (frame.protocol !== IpProtocol.tcp) return known
    this.#lookCount[flow] = (this.#lookCount[flow] as number) + 1
    const port = this.#flows.responderPort(flow)
    const found = applicationOf(packet.bytes, frame.payloadOffset, frame.payloadLength, port)
    this.#application[flow] = found
    return found
  }
}
