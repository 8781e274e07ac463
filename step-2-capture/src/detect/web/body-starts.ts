import { chunkAt } from '../../decode/http-parts.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { Traffic } from '../../flow/traffic.ts'

/** Longest line before a chunk that is looked for (RFC 9112, section 7.1). */
const chunkLineBytesMax = 64

/** What looks at the start of a body: `bytes[start, end)`, as far as one packet brings it. */
export type SeeBody = (bytes: Uint8Array, start: number, end: number) => void

/** The starts of bodies of HTTP answers, which come in the packet of their head or in the next one. */
export class BodyStarts {
  readonly #traffic: Traffic
  readonly #see: SeeBody
  /** 1 for a flow whose answer has sent its head alone. */
  readonly #awaits: FlowMarks

  constructor(traffic: Traffic, see: SeeBody) {
    this.#traffic = traffic
    this.#see = see
    this.#awaits = new FlowMarks(traffic.flows)
  }

  /** For `onHttp`, with an answer whose body is to be seen. */
  seeHead(): void {
    const { flow, packet, frame, http } = this.#traffic
    const end = frame.payloadOffset + frame.payloadLength
    if (http.end < end) this.#seeBody(packet.bytes, http.end, end)
    else this.#awaits.set(flow, 1)
  }

  /** For `onPayload`, which is called for a head as well, after `onHttp`. */
  seePayload(): void {
    const { flow, flows, packet, frame } = this.#traffic
    if (this.#awaits.get(flow) === 0 || flows.fromOriginator) return
    const { payloadOffset: start, payloadLength } = frame
    if (startsResponse(packet.bytes, start)) return
    this.#awaits.set(flow, 0)
    this.#seeBody(packet.bytes, start, start + payloadLength)
  }

  #seeBody(bytes: Uint8Array, start: number, end: number): void {
    const chunk = chunkAt(bytes.subarray(start, end), Math.min(chunkLineBytesMax, end - start))
    this.#see(bytes, start + (chunk?.start ?? 0), end)
  }
}

/** Whether the payload starts with "HTTP": it is a head. */
function startsResponse(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 72 && bytes[at + 1] === 84 && bytes[at + 2] === 84 && bytes[at + 3] === 80
}
