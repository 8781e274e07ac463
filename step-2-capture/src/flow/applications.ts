import { type Frame, IpProtocol } from '../decode/frame.ts'
import { BoundedMap } from '../memory/bounded-map.ts'
import type { Packet } from '../pcap/packet.ts'
import { Application, applicationOf } from './application.ts'
import { FlowColumn } from './flow-column.ts'
import type { FlowId } from './flow-rows.ts'
import type { FlowTable } from './flow-table.ts'

/** Some clients speak first and some servers do; by the fourth payload both have. */
const lookCountMax = 4
/** What opens a conversation fits in it; a longer payload is looked at alone. */
const openingBytes = 16
/** Directions that opened with fewer bytes, at 150 B: 154 kB. Only programs made by hand do. */
export const shortOpeningCountMax = 1_024

/** Which Application each TCP flow speaks: two bytes a flow, 131 kB. */
export class Applications {
  readonly #flows: FlowTable
  readonly #application: Uint8Array
  readonly #lookCount: Uint8Array
  /** What a direction sent in short segments, put together. */
  readonly #openings = new BoundedMap<number, Uint8Array>({ countMax: shortOpeningCountMax })

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
    if (this.#isShortOpening(flow, frame)) return this.#lookAtOpening(flow, packet, frame)
    this.#lookCount[flow] = (this.#lookCount[flow] as number) + 1
    const port = this.#flows.responderPort(flow)
    const found = applicationOf(packet.bytes, frame.payloadOffset, frame.payloadLength, port)
    this.#application[flow] = found
    return found
  }

  /** The payload is short, and so is all that this direction has sent. */
  #isShortOpening(flow: FlowId, { payloadLength }: Frame): boolean {
    if (payloadLength >= openingBytes) return false
    const side = this.#flows.fromOriginator ? 0 : 1
    const sent = this.#flows.value(flow, FlowColumn.originatorPayloadBytes + side)
    return sent < 2 * openingBytes && (sent > payloadLength || payloadLength < 5)
  }

  /** Looks at the start of a direction's stream; it counts as one look once it is long enough. */
  #lookAtOpening(flow: FlowId, packet: Packet, frame: Frame): number {
    const key = flow * 2 + (this.#flows.fromOriginator ? 0 : 1)
    const { payloadOffset: offset, payloadLength: length } = frame
    const sent = this.#flows.value(flow, FlowColumn.originatorPayloadBytes + (key & 1))
    const before = sent === length ? undefined : this.#openings.get(key)
    const opening = Buffer.concat([
      before ?? new Uint8Array(0),
      packet.bytes.subarray(offset, offset + length),
    ])
    this.#openings.renew(key, opening)
    const port = this.#flows.responderPort(flow)
    const found = applicationOf(opening, 0, opening.length, port)
    const isOver = opening.length >= openingBytes
    if (isOver) this.#lookCount[flow] = (this.#lookCount[flow] as number) + 1
    if (found > Application.other || isOver) this.#openings.delete(key)
    this.#application[flow] = found
    return found
  }
}
