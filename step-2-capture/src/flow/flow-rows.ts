import { grown } from '../memory/grown.ts'
import { FlowColumn, flowColumnCount } from './flow-column.ts'
import type { HostId } from './host-rows.ts'

declare const flowIdBrand: unique symbol
/** A flow's slot in the table, from 0. It is reused: `firstUs` tells whether it is still the same flow. */
export type FlowId = number & { readonly [flowIdBrand]: true }

/** No flow: ARP, or a packet without a network layer. */
export const noFlow = -1 as FlowId

/** Rows that there is room for at the start, 256 B each; most captures need no more. */
const flowCountAtStart = 1_024

/** The columns of all flows, and one reader for each column that other rooms ask for. */
export class FlowRows {
  values = new Float64Array(flowCountAtStart * flowColumnCount)

  value(flow: FlowId, column: number): number {
    return this.values[flow * flowColumnCount + column] as number
  }

  set(flow: FlowId, column: number, value: number): void {
    this.values[flow * flowColumnCount + column] = value
  }

  add(flow: FlowId, column: number, amount: number): void {
    this.set(flow, column, this.value(flow, column) + amount)
  }

  /** Makes room for the flow and sets all its columns to 0. */
  protected clear(flow: FlowId): void {
    const row = flow * flowColumnCount
    if (row >= this.values.length) this.values = grown(this.values, row * 2)
    this.values.fill(0, row, row + flowColumnCount)
  }

  /** The end that opened the flow. */
  originator(flow: FlowId): HostId {
    return this.value(flow, FlowColumn.originator) as HostId
  }

  responder(flow: FlowId): HostId {
    return this.value(flow, FlowColumn.responder) as HostId
  }

  /** For ICMP and ICMPv6 the type of the first packet. */
  originatorPort(flow: FlowId): number {
    return this.value(flow, FlowColumn.originatorPort)
  }

  /** For ICMP and ICMPv6 the code of the first packet. */
  responderPort(flow: FlowId): number {
    return this.value(flow, FlowColumn.responderPort)
  }

  /** IP protocol number. */
  protocol(flow: FlowId): number {
    return this.value(flow, FlowColumn.protocol)
  }

  /** One of FlowState. */
  state(flow: FlowId): number {
    return this.value(flow, FlowColumn.state)
  }

  /** Traffic time of the first packet. */
  firstUs(flow: FlowId): number {
    return this.value(flow, FlowColumn.firstUs)
  }

  lastUs(flow: FlowId): number {
    return this.value(flow, FlowColumn.lastUs)
  }

  originatorPackets(flow: FlowId): number {
    return this.value(flow, FlowColumn.originatorPackets)
  }

  responderPackets(flow: FlowId): number {
    return this.value(flow, FlowColumn.responderPackets)
  }

  originatorPayloadBytes(flow: FlowId): number {
    return this.value(flow, FlowColumn.originatorPayloadBytes)
  }

  responderPayloadBytes(flow: FlowId): number {
    return this.value(flow, FlowColumn.responderPayloadBytes)
  }

  /** All TCP flags that the originator sent, or-ed together. */
  originatorFlags(flow: FlowId): number {
    return this.value(flow, FlowColumn.originatorFlags)
  }

  /** All TCP flags that the responder sent, or-ed together. */
  responderFlags(flow: FlowId): number {
    return this.value(flow, FlowColumn.responderFlags)
  }

  /** Number of the flow's first packet in the capture, from 0. */
  firstPacketIndex(flow: FlowId): number {
    return this.value(flow, FlowColumn.firstPacketIndex)
  }

  /** Offset of the first packet's record in the uncompressed capture. */
  firstRecordOffset(flow: FlowId): number {
    return this.value(flow, FlowColumn.firstRecordOffset)
  }

  /** Number of the last host window in which the flow was counted. */
  lastWindow(flow: FlowId): number {
    return this.value(flow, FlowColumn.lastWindow)
  }

  /** Sum of squared gaps between packets (s²) since the windows last read it. */
  gapSquares(flow: FlowId): number {
    return this.value(flow, FlowColumn.gapSquares)
  }

  gapCount(flow: FlowId): number {
    return this.value(flow, FlowColumn.gapCount)
  }
}
