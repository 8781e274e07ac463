import { copyBytes } from '../pcap/copy-bytes.ts'
import type { FragmentPart } from './fragment-part.ts'

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

interface Range {
  start: number
  end: number
}

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
  /** Extents of all parts as they came, and what they fill, ascending and apart. */
  readonly #parts: Range[] = []
  #filled: Range[] = []

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
    const isTaken = part.start < this.#furthest && this.#overlaps(part.start, end)
    if (isTaken && this.#isRepeated(part, bytes)) return PartKind.repeated
    if (isTaken && part.version === 6) return this.#refuse(PartKind.overlapping)
    if (!part.hasMore) this.length = end
    this.#parts.push({ start: part.start, end })
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
    this.#parts.length = 0
    this.#filled.length = 0
  }

  /** Where the last of the ranges ends. */
  get #furthest(): number {
    return this.#filled.at(-1)?.end ?? 0
  }

  #overlaps(start: number, end: number): boolean {
    return this.#filled.some((range) => range.start < end && start < range.end)
  }

  #isImpossible({ hasMore, wireLength }: FragmentPart, end: number): boolean {
    return (
      end > datagramBytesMax ||
      wireLength === 0 ||
      (hasMore && wireLength % 8 !== 0) ||
      (this.length >= 0 && (end > this.length || (!hasMore && end !== this.length))) ||
      (!hasMore && this.#furthest > end) ||
      this.#parts.length === datagramPartCountMax
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
    const known = this.#parts.some((p) => p.start === start && p.end === start + wireLength)
    if (!known) return false
    for (let i = 0; i < capturedLength && start + i < this.#cutAt; i++) {
      if (bytes[dataOffset + i] !== this.bytes[start + i]) return false
    }
    return true
  }

  /** Copies what lies in no range yet, and joins the ranges. */
  #fill(part: FragmentPart, bytes: Uint8Array, end: number): void {
    this.#makeRoom(end)
    if (part.start >= this.#furthest) this.#append(part, bytes, end)
    else this.#insert(part, bytes, end)
  }

  /** Parts come in order as a rule. */
  #append(
    { start, dataOffset, capturedLength }: FragmentPart,
    bytes: Uint8Array,
    end: number,
  ): void {
    copyBytes(bytes, dataOffset, capturedLength, this.bytes, start)
    const last = this.#filled.at(-1)
    if (last?.end === start) last.end = end
    else this.#filled.push({ start, end })
  }

  #insert(
    { start, dataOffset, capturedLength }: FragmentPart,
    bytes: Uint8Array,
    end: number,
  ): void {
    let at = start
    for (const range of [...this.#filled, { start: end, end }]) {
      const stop = Math.min(range.start, end, start + capturedLength)
      if (at < stop) {
        this.bytes.set(bytes.subarray(dataOffset + at - start, dataOffset + stop - start), at)
      }
      at = Math.max(at, range.end)
    }
    this.#filled = joined([...this.#filled, { start, end }])
  }

  #inOrder(): number {
    const first = this.#filled[0]
    return first?.start === 0 ? first.end : 0
  }

  #makeRoom(count: number): void {
    if (count <= this.bytes.length) return
    const roomier = new Uint8Array(Math.max(bytesAtStart, 2 ** Math.ceil(Math.log2(count))))
    roomier.set(this.bytes)
    this.bytes = roomier
  }
}

function joined(ranges: Range[]): Range[] {
  ranges.sort((a, b) => a.start - b.start)
  const result: Range[] = []
  for (const range of ranges) {
    const last = result.at(-1)
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else result.push({ ...range })
  }
  return result
}

const empty = new Uint8Array(0)
