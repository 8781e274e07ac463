import { grown } from '../memory/grown.ts'
import type { FlowId } from './flow-rows.ts'
import type { FlowTable } from './flow-table.ts'

/** Marks that there is room for at the start, 8 B each: at most 65,536 flows, 524 kB. */
const markCountAtStart = 1_024
const markValueCount = 256

/**
 * A number from 0 to 255 for each flow, 0 until it is set. It belongs to the flow and not to the
 * slot, so a slot may be given to another flow at any time.
 */
export class FlowMarks {
  readonly #flows: FlowTable
  /** By slot: the owner of the mark, plus the mark. */
  #marks = new Float64Array(markCountAtStart)

  constructor(flows: FlowTable) {
    this.#flows = flows
  }

  get(flow: FlowId): number {
    if (flow >= this.#marks.length) return 0
    const mark = (this.#marks[flow] as number) - this.#ownerOf(flow)
    return mark > 0 && mark < markValueCount ? mark : 0
  }

  set(flow: FlowId, mark: number): void {
    if (flow >= this.#marks.length) this.#marks = grown(this.#marks, flow * 2)
    this.#marks[flow] = this.#ownerOf(flow) + mark
  }

  /** No two flows have the same first packet; owners lie as far apart as there are marks. */
  #ownerOf(flow: FlowId): number {
    return (this.#flows.firstPacketIndex(flow) + 1) * markValueCount
  }
}
