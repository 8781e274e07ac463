import { TcpFlag } from '../decode/frame.ts'
import { FlowState } from './flow-column.ts'

/**
 * The state of a TCP flow after one more segment, as a bystander sees it (RFC 9293, section 3.3.2).
 * `side` is 0 for a segment of the originator and 1 for the responder's; `othersFlags` are all flags
 * that the other end has sent so far. Plain numbers, because this runs once a packet.
 */
export function nextTcpState(
  state: number,
  side: number,
  flags: number,
  othersFlags: number,
): number {
  if (flags & TcpFlag.rst) return afterReset(state, side)
  if (flags & TcpFlag.syn) return afterSyn(state, flags)
  switch (state) {
    case FlowState.attempted:
      // Both ends acknowledge what the other sent: the SYN-ACK was, though it was not captured.
      return flags & othersFlags & TcpFlag.ack
        ? afterFin(FlowState.established, flags, othersFlags)
        : state
    case FlowState.halfOpen:
      return side === 0 && flags & TcpFlag.ack
        ? afterFin(FlowState.established, flags, othersFlags)
        : state
    case FlowState.midstream:
      return othersFlags & TcpFlag.ack ? afterFin(FlowState.established, flags, othersFlags) : state
    case FlowState.established:
    case FlowState.closing:
      return afterFin(state, flags, othersFlags)
    default:
      return state
  }
}

/** A reset ends what was established; from the responder it refuses what was not. */
function afterReset(state: number, side: number): number {
  if (state === FlowState.halfOpen) return FlowState.rejected
  if (state === FlowState.attempted || state === FlowState.midstream) {
    return side === 0 ? state : FlowState.rejected
  }
  return FlowState.reset
}

function afterSyn(state: number, flags: number): number {
  if (flags & TcpFlag.ack) {
    return state === FlowState.attempted || state === FlowState.midstream
      ? FlowState.halfOpen
      : state
  }
  // A SYN that a second tap or queue delivered behind its SYN-ACK changes nothing.
  const isKept =
    state === FlowState.halfOpen || state === FlowState.established || state === FlowState.closing
  return isKept ? state : FlowState.attempted
}

function afterFin(state: number, flags: number, othersFlags: number): number {
  if (!(flags & TcpFlag.fin)) return state
  return othersFlags & TcpFlag.fin ? FlowState.closed : FlowState.closing
}
