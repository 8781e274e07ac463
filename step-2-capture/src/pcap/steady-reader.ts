import type { CaptureReader } from './capture-reader.ts'
import { copyPacket, Packet } from './packet.ts'

/** A packet that is dated later than that after the one before it waits for the next to confirm it. */
export const jumpUsMin = 5_000_000
/** Packets in a row that lie far back, from which on the clock was set back and they are right. */
export const setBackCountMin = 16

export interface SteadyReaderOptions {
  /** False for a live capture, where a packet that waits would be shown late. */
  readonly holdsJumps: boolean
}

/**
 * Reads packets whose times can be relied on. A single packet from the future gets the time of the
 * others: it would blind everything that waits for time to pass. A clock that was set back is moved
 * on, so that traffic time goes forward. `timeUs` changes, the recorded seconds do not.
 */
export class SteadyReader {
  /** Packets that were recorded behind a later one, and those dated in the future. */
  outOfOrderCount = 0
  futureCount = 0
  /** How often the clock was set back. */
  setBackCount = 0
  readonly #reader: CaptureReader
  readonly #jumpUs: number
  readonly #held = new Packet()
  #heldBytes = new Uint8Array(0)
  #state: 'plain' | 'holding' | 'releasing' = 'plain'
  readonly #next = new Packet()
  #nowUs = Number.NEGATIVE_INFINITY
  /** What is added to the recorded times. */
  #offsetUs = 0
  #farBackCount = 0
  #isEnded = false

  constructor(reader: CaptureReader, { holdsJumps }: SteadyReaderOptions) {
    this.#reader = reader
    this.#jumpUs = holdsJumps ? jumpUsMin : Number.POSITIVE_INFINITY
  }

  /** The next file of the same capture: its clock may be another, and time goes on. */
  startFile(file: { readonly skipBytes: number }): void {
    this.#reader.startFile(file)
    this.#isEnded = false
    this.#offsetUs = 0
    this.#farBackCount = 0
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk)
  }

  /** Time went by without a packet: what comes next belongs after it. */
  pass(untilUs: number): void {
    this.#nowUs = Math.max(this.#nowUs, untilUs)
  }

  end(): void {
    this.#isEnded = true
    this.#reader.end()
  }

  /** Reads one packet; false when more bytes are needed. */
  next(packet: Packet): boolean {
    if (this.#state !== 'plain') return this.#nextUnsteady(packet)
    if (!this.#reader.next(packet)) return false
    const timeUs = packet.timeUs + this.#offsetUs
    packet.timeUs = timeUs
    return this.#isNext(timeUs) || this.#judge(packet)
  }

  /** Whether the time is at or soon after that of the last packet; it is the newest then. */
  #isNext(timeUs: number): boolean {
    if (!(timeUs >= this.#nowUs && timeUs - this.#nowUs <= this.#jumpUs)) return false
    this.#nowUs = timeUs
    this.#farBackCount = 0
    return true
  }

  /** A packet from the past, or one that may be from the future. */
  #judge(packet: Packet): boolean {
    if (!packet.hasTime) return this.#timeless(packet)
    if (packet.timeUs < this.#nowUs) {
      this.#seePast(packet)
      return true
    }
    this.#hold(packet)
    return this.#nextUnsteady(packet)
  }

  /** Packets without a time belong to the last one, and to the beginning of time before any. */
  #timeless(packet: Packet): boolean {
    if (this.#nowUs === Number.NEGATIVE_INFINITY) this.#nowUs = packet.timeUs
    packet.timeUs = this.#nowUs
    return true
  }

  #seePast(packet: Packet): void {
    this.outOfOrderCount++
    const behindUs = this.#nowUs - packet.timeUs
    this.#farBackCount = behindUs > jumpUsMin ? this.#farBackCount + 1 : 0
    if (this.#farBackCount < setBackCountMin) return
    this.#farBackCount = 0
    this.setBackCount++
    this.#offsetUs += behindUs
    packet.timeUs = this.#nowUs
  }

  #hold(packet: Packet): void {
    const { bytes, offset, capturedLength } = packet
    if (this.#heldBytes.length < capturedLength) this.#heldBytes = new Uint8Array(capturedLength)
    this.#heldBytes.set(bytes.subarray(offset, offset + capturedLength))
    copyPacket(packet, this.#held)
    this.#held.bytes = this.#heldBytes
    this.#held.offset = 0
    this.#state = 'holding'
  }

  #nextUnsteady(packet: Packet): boolean {
    if (this.#state === 'releasing') {
      this.#state = 'plain'
      copyPacket(this.#next, packet)
      return this.#isNext(packet.timeUs) || this.#judge(packet)
    }
    const hasNext = this.#reader.next(this.#next)
    if (!hasNext && !this.#isEnded) return false
    if (hasNext) this.#confirm()
    this.#state = hasNext ? 'releasing' : 'plain'
    copyPacket(this.#held, packet)
    this.#nowUs = packet.timeUs
    return true
  }

  /** The held packet is from the future when the next one is nearer to the time before it. */
  #confirm(): void {
    const next = this.#next
    const heldUs = this.#held.timeUs
    next.timeUs = next.hasTime ? next.timeUs + this.#offsetUs : heldUs
    const isFirst = this.#nowUs === Number.NEGATIVE_INFINITY
    const forwardUs = isFirst ? 0 : next.timeUs - this.#nowUs
    if (heldUs - next.timeUs <= Math.max(jumpUsMin, forwardUs)) return
    this.futureCount++
    this.#held.timeUs = Math.max(this.#nowUs, next.timeUs)
  }
}
