import type { FlowId } from './flow-rows.ts'
import type { HostTable } from './host-table.ts'

export interface FlowTableOptions {
  readonly hosts: HostTable
  readonly seed: number
  /** See `Traffic`; the seed of the tables by default. */
  readonly byteSeed?: () => number
  readonly flowCountMax?: number
  /** Called with a flow's slot and a FlowEnd just before the slot is emptied. */
  readonly onEnd: (flow: FlowId, end: number) => void
}
