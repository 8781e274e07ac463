import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { PacketReference } from '../seam/detection.ts'

/** 16 references show a pattern, and keep a detection under 2 kB. */
export const evidenceCountMax = 16

/** The first packets that a finding rests on: three numbers each, and nothing while there are none. */
export class Evidence {
  #numbers: number[] | undefined

  get isFull(): boolean {
    return this.#numbers !== undefined && this.#numbers.length === evidenceCountMax * 3
  }

  /** Adds the current packet, unless the list is full. */
  addPacket({ packet }: Traffic): void {
    this.add(packet.index, packet.recordOffset, packet.timeUs)
  }

  /** Adds the first packet of a flow, unless the list is full. */
  addFlow({ flows }: Traffic, flow: FlowId): void {
    this.add(flows.firstPacketIndex(flow), flows.firstRecordOffset(flow), flows.firstUs(flow))
  }

  clear(): void {
    this.#numbers = undefined
  }

  toReferences(): PacketReference[] {
    const numbers = this.#numbers ?? []
    const references: PacketReference[] = []
    for (let at = 0; at < numbers.length; at += 3) {
      const [index, offset, timeUs] = numbers.slice(at, at + 3) as [number, number, number]
      references.push({ index, offset, time: timeUs / 1e6 })
    }
    return references
  }

  /** Adds a packet by its number, the offset of its record and its time. */
  add(index: number, offset: number, timeUs: number): void {
    if (this.#numbers === undefined) this.#numbers = [index, offset, timeUs]
    else if (!this.isFull) this.#numbers.push(index, offset, timeUs)
  }
}
