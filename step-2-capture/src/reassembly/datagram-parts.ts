import { copyBytes } from '../pcap/copy-bytes.ts'
import type { FragmentPart } from './fragment-part.ts'
import { Ranges } from './ranges.ts'

/** Data of the largest IPv4 datagram, whose 16 bits of length count the header as well. */
export const datagramBytesMax = 65_515
/** A datagram of 64 KiB over links of 576 bytes has 119 fragments; more are made to tire us. */
export const datagramPartCountMax = 128
const bytesAtStart = 2_048
/** Kept for the next datagram in the slot: 1,024 slots at 2 KiB are 2 MiB. */
const keptBytesMax = bytesAtStart

/** What a part is to its datagram. */
export const PartKind = {
  fresh: 0,
  /** The same bytes at the same place once more: lost and sent again, or captured twice. */
  repeated: 1,
  /** Bytes for a place that is taken already. */
  overlapping: 2,
  /** No datagram has such a part: its length, its place or its end contradict the others. */
  impossible: 3,
} as const

/**
 * The parts of one datagram as they come in. Where parts overlap, the first to arrive stands, in
 * IPv4; an IPv6 datagram with an overlap is refused whole, as RFC 5722 has it.
 */
export class DatagramParts {
  bytes = empty
  /** Bytes of the datagram's data, or -1 while its last part is missing. */
  length = -1
  partCount = 0
  /** Nothing of it is used: it contradicts itself. */
  isRefused = false
  /** The first byte that the capture cut off. */
  #cutAt = datagramBytesMax
  /** Start and end of each part that was taken, as they came; kept for the next datagram in the slot. */
  readonly #extents: number[] = []
  #extentCount = 0
  /** What the parts fill. */
  readonly #filled = new Ranges()

  get isWhole(): boolean {
    return !this.isRefused && this.length >= 0 && this.#inOrder() === this.length
  }

  /** Bytes from the start of the datagram that are there, with no hole and nothing cut. */
  get readableLength(): number {
    return this.isRefused ? 0 : Math.min(this.#inOrder(), this.#cutAt)
  }

  get hasStart(): boolean {
    return this.readableLength > 0
  }

  /** Takes a part from the packet's bytes and says what it was: a PartKind. */
  add(part: FragmentPart, bytes: Uint8Array): number {
    this.partCount++
    const end = part.start + part.wireLength
    if (this.#isImpossible(part, end)) return this.#refuse(PartKind.impossible)
    if (this.isRefused) return PartKind.fresh
    const isTaken = part.start < this.#filled.end && this.#filled.overlaps(part.start, end)
    if (isTaken && this.#isRepeated(part, bytes)) return PartKind.repeated
    if (isTaken && part.version === 6) return this.#refuse(PartKind.overlapping)
    if (!part.hasMore) this.length = end
    this.#extents[2 * this.#extentCount] = part.start
    this.#extents[2 * this.#extentCount++ + 1] = end
    this.#cutAt = Math.min(this.#cutAt, this.#cutOf(part))
    this.#fill(part, bytes, end)
    return isTaken ? PartKind.overlapping : PartKind.fresh
  }

  reset(): void {
    if (this.bytes.length > keptBytesMax) this.bytes = empty
    this.length = -1
    this.partCount = 0
    this.isRefused = false
    this.#cutAt = datagramBytesMax
    this.#extentCount = 0
    this.#filled.clear()
  }

  #isImpossible({ hasMore, wireLength }: FragmentPart, end: number): boolean {
    return (
      end > datagramBytesMax ||
      wireLength === 0 ||
      (hasMore && wireLength % 8 !== 0) ||
      (this.length >= 0 && (end > this.length || (!hasMore && end !== this.length))) ||
      (!hasMore && this.#filled.end > end) ||
      this.#extentCount === datagramPartCountMax
    )
  }

  #refuse(kind: number): number {
    this.isRefused = true
    this.bytes = empty
    return kind
  }

  #cutOf({ start, wireLength, capturedLength }: FragmentPart): number {
    return capturedLength < wireLength ? start + capturedLength : datagramBytesMax
  }

  #isRepeated(part: FragmentPart, bytes: Uint8Array): boolean {
    const { start, wireLength, dataOffset, capturedLength } = part
    if (!this.#hasExtent(start, start + wireLength)) return false
    for (let i = 0; i < capturedLength && start + i < this.#cutAt; i++) {
      if (bytes[dataOffset + i] !== this.bytes[start + i]) return false
    }
    return true
  }

  #hasExtent(start: number, end: number): boolean {
    for (let at = 0; at < 2 * this.#extentCount; at += 2) {
      if (this.#extents[at] === start && this.#extents[at + 1] === end) return true
    }
    return false
  }

  /** Copies what lies in no range yet: the first to arrive stands. */
  #fill(part: FragmentPart, bytes: Uint8Array, end: number): void {
    const { start, dataOffset, capturedLength } = part
    const filled = this.#filled
    this.#makeRoom(end)
    let at = start
    for (let i = 0; at < end; i++) {
      const isLast = i === filled.count
      const gapEnd = Math.min(isLast ? end : filled.startOf(i), start + capturedLength, end)
      if (at < gapEnd) copyBytes(bytes, dataOffset + at - start, gapEnd - at, this.bytes, at)
      at = isLast ? end : Math.max(at, filled.endOf(i))
    }
    filled.add(start, end)
  }

  #inOrder(): number {
    return this.#filled.count > 0 && this.#filled.startOf(0) === 0 ? this.#filled.endOf(0) : 0
  }

  #makeRoom(count: number): void {
    if (count <= this.bytes.length) return
    const roomier = new Uint8Array(Math.max(bytesAtStart, 2 ** Math.ceil(Math.log2(count))))
    roomier.set(this.bytes)
    this.bytes = roomier
  }
}

const empty = new Uint8Array(0)
