import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { copyBytes } from '../../pcap/copy-bytes.ts'

/** Bytes that are kept of an answer; two that differ do so within the first line. */
const headBytesMax = 32
/** Fewer bytes are too few to tell another answer from damage. */
const comparedBytesMin = 16
/** Share of different bytes: of two answers nearly all, of one that was damaged on the way a few. */
const differentShareMin = 1 / 4

/** How an answer of a flow began that came last: 46 B a flow, 3 MB, so that none is an object. */
export class AnswerHeads {
  readonly #sequences: Uint32Array
  readonly #times: Float64Array
  readonly #lengths: Uint8Array
  readonly #timesToLive: Uint8Array
  readonly #bytes: Uint8Array

  constructor(flowCountMax: number) {
    this.#sequences = new Uint32Array(flowCountMax)
    this.#times = new Float64Array(flowCountMax)
    this.#lengths = new Uint8Array(flowCountMax)
    this.#timesToLive = new Uint8Array(flowCountMax)
    this.#bytes = new Uint8Array(flowCountMax * headBytesMax)
  }

  /** Keeps how the current segment begins. */
  keep({ packet, frame, timeUs }: Traffic, flow: FlowId): void {
    const length = Math.min(headBytesMax, frame.payloadLength)
    this.#sequences[flow] = frame.tcpSequence
    this.#times[flow] = timeUs
    this.#lengths[flow] = length
    this.#timesToLive[flow] = frame.timeToLive
    copyBytes(packet.bytes, frame.payloadOffset, length, this.#bytes, flow * headBytesMax)
  }

  /** Whether the current segment has the place of the kept answer and is another one. */
  isAnother({ packet, frame }: Traffic, flow: FlowId): boolean {
    if (this.#sequences[flow] !== frame.tcpSequence) return false
    const length = Math.min(this.#lengths[flow] as number, frame.payloadLength)
    if (length < comparedBytesMin) return false
    let differentCount = 0
    for (let i = 0; i < length; i++) {
      const kept = this.#bytes[flow * headBytesMax + i]
      if (packet.bytes[frame.payloadOffset + i] !== kept) differentCount++
    }
    return differentCount >= length * differentShareMin
  }

  timeUs(flow: FlowId): number {
    return this.#times[flow] as number
  }

  timeToLive(flow: FlowId): number {
    return this.#timesToLive[flow] as number
  }
}
