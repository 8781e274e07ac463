import { FlowColumn } from '../flow/flow-column.ts'
import type { PacketReference } from './detection.ts'
import type { Traffic } from './traffic.ts'

/** 16 references show a pattern, and keep a detection under 2 kB. */
export const evidenceCountMax = 16

/** A reference to the packet at hand. */
export function packetEvidence(traffic: Traffic): PacketReference {
  const { index, recordOffset, timeUs } = traffic.packet
  return { index, offset: recordOffset, time: timeUs / 1e6 }
}

/** A reference to the first packet of a flow. */
export function flowEvidence({ flows }: Traffic, flow: number): PacketReference {
  return {
    index: flows.value(flow, FlowColumn.firstPacketIndex),
    offset: flows.value(flow, FlowColumn.firstRecordOffset),
    time: flows.value(flow, FlowColumn.firstUs) / 1e6,
  }
}

/** Adds a reference unless the list is full. */
export function keepEvidence(list: PacketReference[], reference: PacketReference): void {
  if (list.length < evidenceCountMax) list.push(reference)
}
