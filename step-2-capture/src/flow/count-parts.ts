import type { PartTotals } from '../reassembly/fragment-table.ts'
import { FlowColumn } from './flow-column.ts'
import type { FlowTable } from './flow-table.ts'

/**
 * A datagram that came in parts was counted into its flow as one packet of all their bytes; this
 * makes it as many packets as there were, each of its own size.
 */
export function countParts(flows: FlowTable, flow: number, { count, bytes, squares }: PartTotals) {
  const side = flows.fromOriginator ? 0 : 1
  add(flows, flow, FlowColumn.originatorPackets + side, count - 1)
  add(flows, flow, FlowColumn.originatorSizeSquares + side, squares - bytes * bytes)
}

function add(flows: FlowTable, flow: number, column: number, amount: number): void {
  flows.set(flow, column, flows.value(flow, column) + amount)
}
