import type { Frame } from '../decode/frame.ts'
import { copyBytes } from '../pcap/copy-bytes.ts'

/** Bytes of one direction that are put in order and matched at a time; requests fit in it. */
export const streamBytesMax = 16_384
const bytesAtStart = 2_048
const noBytes = new Uint8Array(0)
/** Segments that came too early; more of them mean that the missing one was never captured. */
const earlyCountMax = 8

/** What is needed of a frame with TCP payload; `payloadWireLength` is before the capture cut it. */
export type Segment = Pick<
  Frame,
  'tcpSequence' | 'payloadOffset' | 'payloadLength' | 'payloadWireLength'
>

/** What was not as it should be in the streams of a run, to be shown. */
export class StreamCounts {
  /** Segments that said something else for bytes that were there already: these stayed. */
  conflicting = 0
  /** Gaps that were passed over, because what filled them was never captured. */
  skippedGaps = 0
  /** Bytes beyond `streamBytesMax` that were not looked at. */
  beyondBytes = 0
}

/**
 * One direction of a TCP stream, its first kilobytes in order. Segments may overlap and come in any
 * order; where two disagree the first to arrive stands, as Linux does and Snort's "first" policy.
 * What is never captured is skipped when eight later segments wait for it.
 */
export class StreamHead {
  bytes: Uint8Array = new Uint8Array(bytesAtStart)
  /** Bytes that are in order, from the start of `bytes`. */
  length = 0
  /** Up to where they were looked at. */
  seenLength = 0
  /** Where the search for literals stands after `seenLength` bytes, and whether it found one. */
  searchState = 0
  hasLiteral = false
  /** Up to where what was matched is stated. */
  matchedLength = 0
  /** Nothing more of this direction is wanted. */
  isDone = false
  /** Body bytes of the current HTTP message: to be looked at, and then to be passed over. */
  bodyBytes = 0
  skipBytes = 0
  /** How that body is packed; and the end of what came of it in chunks, with which the next is read. */
  bodyEncoding: string | null = null
  isChunked = false
  lastChunk: Uint8Array = noBytes
  /** The capture cut the last segment: no more will join what is there. */
  isCut = false
  /** Sequence number of `bytes[0]`, or -1 before the first segment. */
  #sequence = -1
  /** Early segments as [start, end) in `bytes`, ascending and apart. */
  #early: { start: number; end: number }[] = []
  readonly #counts: StreamCounts

  constructor(counts = new StreamCounts()) {
    this.#counts = counts
  }

  /** Sequence number behind the bytes that are in order, or -1 before the first segment. */
  get nextSequence(): number {
    return this.#sequence === -1 ? -1 : (this.#sequence + this.length) >>> 0
  }

  reset(): void {
    this.#restart()
    this.isDone = false
    this.bodyBytes = 0
    this.skipBytes = 0
    this.startBody(null)
  }

  /** A message with another body begins. */
  startBody(encoding: string | null): void {
    this.bodyEncoding = encoding
    this.isChunked = false
    this.lastChunk = noBytes
  }

  /** Takes a segment, whose fields are those of its frame. */
  add(bytes: Uint8Array, segment: Segment): void {
    const { payloadOffset: offset, payloadLength: length } = segment
    const sequence = segment.tcpSequence
    if (this.isCut) this.#restart()
    if (this.#sequence === -1) this.#sequence = sequence
    const start = (sequence - this.#sequence) | 0
    if (start === this.length && this.#early.length === 0) this.#append(bytes, offset, length)
    else {
      this.#place(bytes, offset, length, start)
      this.#close()
      if (this.#early.length > earlyCountMax) this.#skipHole()
    }
    this.isCut = length < segment.payloadWireLength
  }

  /** Forgets the first bytes; what follows them moves to the front. */
  drop(count: number): void {
    const end = this.#end()
    if (count < end) this.bytes.copyWithin(0, count, end)
    this.length -= Math.min(count, this.length)
    this.seenLength = Math.max(0, this.seenLength - count)
    this.matchedLength = Math.max(0, this.matchedLength - count)
    this.#sequence = (this.#sequence + count) >>> 0
    if (this.#early.length === 0) return
    this.#early = this.#early
      .map(({ start, end }) => ({ start: Math.max(0, start - count), end: end - count }))
      .filter(({ end }) => end > 0)
  }

  /** What the snap length cut is lost for good: the stream begins again behind it. */
  #restart(): void {
    this.#forgetBytes()
    this.isCut = false
    this.#sequence = -1
    if (this.#early.length > 0) this.#early = []
  }

  #forgetBytes(): void {
    this.length = 0
    this.seenLength = 0
    this.searchState = 0
    this.hasLiteral = false
    this.matchedLength = 0
  }

  #end(): number {
    return this.#early.at(-1)?.end ?? this.length
  }

  #append(bytes: Uint8Array, offset: number, length: number): void {
    const taken = Math.min(length, streamBytesMax - this.length)
    if (taken < length) this.#counts.beyondBytes += length - taken
    this.#makeRoom(this.length + taken)
    copyBytes(bytes, offset, taken, this.bytes, this.length)
    this.length += taken
  }

  /** Copies the parts that are new, as far as they fit. */
  #place(bytes: Uint8Array, offset: number, length: number, start: number): void {
    const end = Math.min(start + length, streamBytesMax)
    this.#counts.beyondBytes += start + length - Math.max(end, start)
    if (this.#isConflicting(bytes, offset - start, { start, end })) this.#counts.conflicting++
    let at = Math.max(start, this.length)
    for (let next = 0; at < end; next++) {
      const range = this.#early[next]
      const stop = Math.min(range?.start ?? end, end)
      if (at < stop) {
        this.#makeRoom(stop)
        copyBytes(bytes, offset + at - start, stop - at, this.bytes, at)
        this.#early.splice(next++, 0, { start: at, end: stop })
      }
      at = range ? Math.max(at, range.end) : end
    }
  }

  /** Whether bytes that are there differ; `shift` leads from a place in the stream to `bytes`. */
  #isConflicting(
    bytes: Uint8Array,
    shift: number,
    { start, end }: { start: number; end: number },
  ): boolean {
    const isOther = (from: number, to: number) => {
      for (let at = Math.max(from, start, 0); at < Math.min(to, end); at++) {
        if (this.bytes[at] !== bytes[at + shift]) return true
      }
      return false
    }
    return isOther(0, this.length) || this.#early.some((early) => isOther(early.start, early.end))
  }

  /** Joins what has become contiguous. */
  #close(): void {
    while (this.#early[0] && this.#early[0].start <= this.length) {
      this.length = Math.max(this.length, this.#early[0].end)
      this.#early.shift()
    }
  }

  #skipHole(): void {
    this.#counts.skippedGaps++
    this.drop(this.#early[0]?.start ?? 0)
    this.#forgetBytes()
    this.#close()
  }

  #makeRoom(count: number): void {
    if (count <= this.bytes.length) return
    const roomier = new Uint8Array(Math.min(streamBytesMax, 2 ** Math.ceil(Math.log2(count))))
    roomier.set(this.bytes)
    this.bytes = roomier
  }
}
