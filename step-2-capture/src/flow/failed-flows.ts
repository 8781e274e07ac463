import { IpProtocol, TcpFlag } from '../decode/frame.ts'
import { FlowColumn, FlowEnd, FlowState } from './flow-column.ts'
import type { FlowTable } from './flow-table.ts'

/** A handshake that takes over a second has failed: TCP's first retransmission (RFC 6298, 2.1). */
export const answerTimeoutUs = 1_000_000
/**
 * At the end of the capture less must do: a quarter of a second still exceeds most round trips, and
 * who has tried again has waited for as long as he thought right.
 */
const lastAnswerTimeoutUs = 250_000

/**
 * Says once for each flow that it came to nothing: a TCP handshake that was refused, cut off or not
 * completed in time; a datagram or a ping without an answer. Scans and floods show in these, and
 * little else does. Costs a ring of an entry for each open flow (65,536 · 13 B) and a look at each.
 */
export class FailedFlows {
  readonly #flows: FlowTable
  readonly #onFailed: (flow: number) => void
  /** 1 when a flow of the slot was judged already. */
  readonly #isJudged: Uint8Array
  /** Slots of flows that wait for an answer, oldest first. */
  readonly #waiting: Int32Array
  readonly #waitingSince: Float64Array
  #head = 0
  #count = 0

  constructor(flows: FlowTable, onFailed: (flow: number) => void) {
    this.#flows = flows
    this.#onFailed = onFailed
    this.#isJudged = new Uint8Array(flows.countMax)
    this.#waiting = new Int32Array(flows.countMax)
    this.#waitingSince = new Float64Array(flows.countMax)
  }

  /** Looks at a flow whose state has changed; call it at its start too. */
  onState(flow: number, isNew: boolean): void {
    if (isNew) this.#isJudged[flow] = 0
    const state = this.#flows.value(flow, FlowColumn.state)
    if (state === FlowState.rejected) this.#judge(flow)
    else if (isNew && this.#isOpening(flow)) this.#wait(flow)
  }

  /** Judges every attempt that has waited for long enough; call it each second. */
  onTick(nowUs: number): void {
    while (this.#count > 0) {
      const since = this.#waitingSince[this.#head] as number
      if (nowUs - since < answerTimeoutUs) return
      this.#judgeOldest()
    }
  }

  onEnd(flow: number, end: number, nowUs: number): void {
    if (!this.#isOpening(flow)) return
    const age = nowUs - this.#flows.value(flow, FlowColumn.firstUs)
    const wasRetried = this.#flows.value(flow, FlowColumn.originatorPackets) > 1
    if (end !== FlowEnd.captureEnd || age >= lastAnswerTimeoutUs || wasRetried) this.#judge(flow)
  }

  #wait(flow: number): void {
    const size = this.#waiting.length
    if (this.#count === size) this.#judgeOldest()
    const at = (this.#head + this.#count++) % size
    this.#waiting[at] = flow
    this.#waitingSince[at] = this.#flows.value(flow, FlowColumn.firstUs)
  }

  #judgeOldest(): void {
    const flow = this.#waiting[this.#head] as number
    const since = this.#waitingSince[this.#head] as number
    this.#head = (this.#head + 1) % this.#waiting.length
    this.#count--
    // Another flow may have the slot by now; it waits on its own account.
    if (this.#flows.value(flow, FlowColumn.firstUs) !== since) return
    if (this.#isOpening(flow)) this.#judge(flow)
  }

  /** Whether the flow still waits for its answer. */
  #isOpening(flow: number): boolean {
    const state = this.#flows.value(flow, FlowColumn.state)
    return (
      state === FlowState.attempted || state === FlowState.halfOpen || state === FlowState.oneWay
    )
  }

  #judge(flow: number): void {
    if (this.#isJudged[flow] === 1) return
    this.#isJudged[flow] = 1
    if (this.#flows.value(flow, FlowColumn.protocol) !== IpProtocol.tcp) this.#onFailed(flow)
    else if (!this.#isOneSided(flow)) this.#onFailed(flow)
  }

  /** Whether the capture lacks the start or a direction: then nobody knows about the handshake. */
  #isOneSided(flow: number): boolean {
    const flags = this.#flows.value(flow, FlowColumn.originatorFlags)
    if (!(flags & TcpFlag.syn)) return true
    if (this.#flows.value(flow, FlowColumn.responderPackets) > 0) return false
    // An ACK without an answer that it could acknowledge.
    return (flags & (TcpFlag.ack | TcpFlag.rst)) === TcpFlag.ack
  }
}
