import { IpProtocol, TcpFlag } from '../decode/frame.ts'
import { AwaitedAnswers } from '../memory/awaited-answers.ts'
import { FlowEnd, FlowState } from './flow-column.ts'
import type { FlowId } from './flow-rows.ts'
import type { FlowTable } from './flow-table.ts'

/** A handshake that takes over a second has failed: TCP's first retransmission (RFC 6298, 2.1). */
export const answerTimeoutUs = 1_000_000
/**
 * At the end of the capture a shorter timeout applies: 250 ms exceed most round trips, and a
 * retransmission shows that the originator gave up waiting.
 */
export const lastAnswerTimeoutUs = 250_000

/**
 * Says once for each flow that it came to nothing: a TCP handshake that was refused, cut off or not
 * completed in time; a datagram or a ping without an answer. Scans and floods show in these, and
 * little else does. Costs a place for each open flow (65,536 · 17 B) and a look at each.
 */
export class FailedFlows {
  readonly #flows: FlowTable
  readonly #onFailed: (flow: FlowId) => void
  /** 1 when a flow of the slot was judged already. */
  readonly #isJudged: Uint8Array
  readonly #waiting: AwaitedAnswers<FlowId>

  constructor(flows: FlowTable, onFailed: (flow: FlowId) => void) {
    this.#flows = flows
    this.#onFailed = onFailed
    this.#isJudged = new Uint8Array(flows.countMax)
    this.#waiting = new AwaitedAnswers({
      countMax: flows.countMax,
      timeoutUs: answerTimeoutUs,
      onTimeout: (flow, sinceUs) => this.#judgeWaiting(flow, sinceUs),
    })
  }

  /** Looks at a flow whose state has changed; call it at its start too. */
  onState(flow: FlowId, isNew: boolean): void {
    if (isNew) this.#isJudged[flow] = 0
    const state = this.#flows.state(flow)
    if (state === FlowState.rejected) this.#judge(flow)
    else if (isNew && this.#isOpening(flow)) this.#waiting.add(flow, this.#flows.firstUs(flow))
  }

  /** Judges every attempt that has waited for long enough; call it each second. */
  onTick(nowUs: number): void {
    this.#waiting.onTick(nowUs)
  }

  onEnd(flow: FlowId, end: number, nowUs: number): void {
    if (!this.#isOpening(flow)) return
    const age = nowUs - this.#flows.firstUs(flow)
    const wasRetried = this.#flows.originatorPackets(flow) > 1
    if (end !== FlowEnd.captureEnd || age >= lastAnswerTimeoutUs || wasRetried) this.#judge(flow)
  }

  #judgeWaiting(flow: FlowId, sinceUs: number): void {
    // Another flow may have the slot by now; it waits on its own account.
    if (this.#flows.firstUs(flow) !== sinceUs) return
    if (this.#isOpening(flow)) this.#judge(flow)
  }

  /** Whether the flow still waits for its answer. */
  #isOpening(flow: FlowId): boolean {
    const state = this.#flows.state(flow)
    return (
      state === FlowState.attempted || state === FlowState.halfOpen || state === FlowState.oneWay
    )
  }

  #judge(flow: FlowId): void {
    if (this.#isJudged[flow] === 1) return
    this.#isJudged[flow] = 1
    if (this.#flows.protocol(flow) !== IpProtocol.tcp) this.#onFailed(flow)
    else if (!this.#isOneSided(flow)) this.#onFailed(flow)
  }

  /** Whether the capture lacks the start or a direction: then the handshake is unknown. */
  #isOneSided(flow: FlowId): boolean {
    const flags = this.#flows.originatorFlags(flow)
    if (!(flags & TcpFlag.syn)) return true
    if (this.#flows.responderPackets(flow) > 0) return false
    // An ACK without an answer that it could acknowledge.
    return (flags & (TcpFlag.ack | TcpFlag.rst)) === TcpFlag.ack
  }
}
