import { type Frame, TcpFlag } from '../decode/frame.ts'
import { FlowColumn, FlowState } from './flow-column.ts'
import type { FlowId, FlowRows } from './flow-rows.ts'

/*
 * What sequence numbers tell (RFC 9293, section 3.4). They are compared modulo 2^32.
 */

/**
 * Whether a segment with SYN begins another connection than the flow's. A SYN that is sent again has
 * the number that the connection began with; that lies as far below the highest one as there is
 * payload, which is as much as can be known of it.
 */
export function startsConnection(
  flows: FlowRows,
  flow: FlowId,
  frame: Frame,
  side: number,
): boolean {
  const state = flows.state(flow)
  if ((frame.tcpFlags & TcpFlag.ack) !== 0)
    return isOver(state) && !isInside(flows, flow, frame, side)
  return !isInside(flows, flow, frame, side)
}

function isOver(state: number): boolean {
  return state === FlowState.closed || state === FlowState.reset || state === FlowState.rejected
}

/** Whether the segment's number is one that this end has used, or none is known of it yet. */
function isInside(flows: FlowRows, flow: FlowId, frame: Frame, side: number): boolean {
  const known = flows.value(flow, FlowColumn.originatorSequence + side)
  if (known === -1) return true
  const payloadBytes = flows.value(flow, FlowColumn.originatorPayloadBytes + side)
  const behind = (known - (frame.tcpSequence + 1)) >>> 0
  // FIN takes a number too.
  return behind <= payloadBytes + 1
}

/**
 * A keep-alive (RFC 9293, section 3.8.4) repeats the last number that was sent, with one byte or none:
 * no data, and nothing that was lost.
 */
export function isKeepAlive(frame: Frame, known: number): boolean {
  const isPlain = (frame.tcpFlags & (TcpFlag.syn | TcpFlag.fin | TcpFlag.rst)) === 0
  return isPlain && known !== -1 && frame.tcpSequence === (known - 1) >>> 0
}
