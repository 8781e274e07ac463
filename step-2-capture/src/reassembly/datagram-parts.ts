import { copyBytes } from '../pcap/copy-bytes.ts'
import type { FragmentPart } from './fragment-part.ts'
import { Ranges } from './ranges.ts'

/** Data of the largest IPv4 datagram, whose 16 bits of length count the header as well. */
export const datagramBytesMax = 65_515
/** Data of the largest IPv6 datagram: its length does not count the header. */
const longDatagramBytesMax = 65_535
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
  /** The bytes that are there already, cut in another way: a smaller link was on one of two paths. */
  overlapping: 2,
  /** Other bytes for a place that is taken. */
  changed: 3,
  /** It ends the datagram elsewhere than another part does, or before bytes that are there. */
  wrongEnd: 4,
  /** More follows, and its length is no multiple of eight, in which places are counted (RFC 791). */
  misaligned: 5,
  /** It reaches beyond the longest datagram that the length of a header can hold. */
  oversized: 6,
  /** It is empty, or one more than are taken. */
  useless: 7,
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
    const fault = this.#faultOf(part, end)
    if (fault !== PartKind.fresh) {
      // What comes may contradict it, as the second part of Teardrop does.
      if (fault === PartKind.misaligned) this.#filled.add(part.start, end)
      return this.#refuse(fault)
    }
    if (this.isRefused) return PartKind.fresh
    const isTaken = part.start < this.#filled.end && this.#filled.overlaps(part.start, end)
    const kind = isTaken ? this.#kindOfTaken(part, bytes) : PartKind.fresh
    if (kind === PartKind.repeated) return kind
    if (isTaken && part.version === 6) return this.#refuse(kind)
    if (!part.hasMore) this.length = end
    this.#extents[2 * this.#extentCount] = part.start
    this.#extents[2 * this.#extentCount++ + 1] = end
    this.#cutAt = Math.min(this.#cutAt, this.#cutOf(part))
    this.#fill(part, bytes, end)
    return kind
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

  /** What no part of a datagram is; `fresh` where nothing is wrong with it. */
  #faultOf(part: FragmentPart, end: number): number {
    const { hasMore, wireLength } = part
    if (end > (part.version === 4 ? datagramBytesMax : longDatagramBytesMax)) {
      return PartKind.oversized
    }
    if (wireLength === 0) return PartKind.useless
    const isBeyond = this.length >= 0 && (end > this.length || (!hasMore && end !== this.length))
    if (isBeyond || (!hasMore && this.#filled.end > end)) return PartKind.wrongEnd
    if (hasMore && wireLength % 8 !== 0) return PartKind.misaligned
    // Of the longest IPv6 datagrams the last 20 bytes find no room.
    const isUseless = end > datagramBytesMax || this.#extentCount === datagramPartCountMax
    return isUseless ? PartKind.useless : PartKind.fresh
  }

  #refuse(kind: number): number {
    this.isRefused = true
    this.bytes = empty
    return kind
  }

  #cutOf({ start, wireLength, capturedLength }: FragmentPart): number {
    return capturedLength < wireLength ? start + capturedLength : datagramBytesMax
  }

  #kindOfTaken(part: FragmentPart, bytes: Uint8Array): number {
    if (!this.#hasSameBytes(part, bytes)) return PartKind.changed
    const isSamePart = this.#hasExtent(part.start, part.start + part.wireLength)
    return isSamePart ? PartKind.repeated : PartKind.overlapping
  }

  /** Whether it has the bytes that are there, as far as both were captured. */
  #hasSameBytes({ start, dataOffset, capturedLength }: FragmentPart, bytes: Uint8Array): boolean {
    const end = Math.min(start + capturedLength, this.#cutAt)
    for (let i = 0; i < this.#filled.count; i++) {
      const last = Math.min(end, this.#filled.endOf(i))
      for (let at = Math.max(start, this.#filled.startOf(i)); at < last; at++) {
        if (bytes[dataOffset + at - start] !== this.bytes[at]) return false
      }
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
