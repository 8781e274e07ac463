import { FlowMarks } from '../../flow/flow-marks.ts'
import type { Traffic } from '../../flow/traffic.ts'

/** What looks at the start of a body: `bytes[start, end)`, with what was noted of its head. */
type SeeRequestBody = (mark: number, bytes: Uint8Array, start: number, end: number) => void

/** The starts of bodies of HTTP requests, which come in the packet of their head or in the next one. */
export class RequestBodies {
  readonly #traffic: Traffic
  readonly #see: SeeRequestBody
  /** What was noted of a head that came alone; 0 where no body is awaited. */
  readonly #awaited: FlowMarks
  /** The packet of the latest such head. */
  #headIndex = -1

  constructor(traffic: Traffic, see: SeeRequestBody) {
    this.#traffic = traffic
    this.#see = see
    this.#awaited = new FlowMarks(traffic.flows)
  }

  /** For `onHttp`: another message begins, so no body is awaited any more. */
  forget(): void {
    const { flow } = this.#traffic
    if (this.#awaited.get(flow) !== 0) this.#awaited.set(flow, 0)
  }

  /** For `onHttp`, with a request whose body is to be seen; `mark` is from 1 to 255. */
  seeHead(mark: number): void {
    const { flow, packet, frame, http } = this.#traffic
    const end = frame.payloadOffset + frame.payloadLength
    if (http.end < end) {
      this.#see(mark, packet.bytes, http.end, end)
      return
    }
    this.#awaited.set(flow, mark)
    this.#headIndex = packet.index
  }

  /** For `onPayload`, which is called for a head as well, after `onHttp`. */
  seePayload(): void {
    const { flow, flows, packet, frame } = this.#traffic
    const mark = this.#awaited.get(flow)
    if (mark === 0 || !flows.fromOriginator || packet.index === this.#headIndex) return
    this.#awaited.set(flow, 0)
    const { payloadOffset: start, payloadLength } = frame
    this.#see(mark, packet.bytes, start, start + payloadLength)
  }
}
