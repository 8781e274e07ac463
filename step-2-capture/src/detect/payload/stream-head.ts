/** Bytes of one direction that are put in order and matched at a time; requests fit in it. */
export const streamBytesMax = 16_384
const bytesAtStart = 2_048
/** Segments that came too early; more of them mean that the missing one was never captured. */
const earlyCountMax = 8

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
  /** Nothing more of this direction is wanted. */
  isDone = false
  /** Body bytes of the HTTP message at hand: to be looked at, and then to be passed over. */
  bodyBytes = 0
  skipBytes = 0
  /** The capture cut the last segment: no more will join what is there. */
  isCut = false
  /** Sequence number of `bytes[0]`, or -1 before the first segment. */
  #sequence = -1
  /** Early segments as [start, end) in `bytes`, ascending and apart. */
  #early: { start: number; end: number }[] = []

  reset(): void {
    this.#restart()
    this.isDone = false
    this.bodyBytes = 0
    this.skipBytes = 0
  }

  /** Takes a segment; `wireLength` is its length before the capture cut it. */
  add(
    sequence: number,
    { bytes, offset, length }: { bytes: Uint8Array; offset: number; length: number },
    wireLength: number,
  ): void {
    if (this.isCut) this.#restart()
    if (this.#sequence === -1) this.#sequence = sequence
    const start = (sequence - this.#sequence) | 0
    if (start === this.length && this.#early.length === 0) this.#append(bytes, offset, length)
    else {
      this.#place(bytes, offset, length, start)
      this.#close()
      if (this.#early.length > earlyCountMax) this.#skipHole()
    }
    this.isCut = length < wireLength
  }

  /** Forgets the first bytes; what follows them moves to the front. */
  drop(count: number): void {
    const end = this.#end()
    if (count < end) this.bytes.copyWithin(0, count, end)
    this.length -= Math.min(count, this.length)
    this.seenLength = Math.max(0, this.seenLength - count)
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
  }

  #end(): number {
    return this.#early.at(-1)?.end ?? this.length
  }

  #append(bytes: Uint8Array, offset: number, length: number): void {
    const taken = Math.min(length, streamBytesMax - this.length)
    this.#makeRoom(this.length + taken)
    copyBytes(bytes, offset, taken, this.bytes, this.length)
    this.length += taken
  }

  /** Copies the parts that are new, as far as they fit. */
  #place(bytes: Uint8Array, offset: number, length: number, start: number): void {
    const end = Math.min(start + length, streamBytesMax)
    let at = Math.max(start, this.length)
    for (const range of [...this.#early, { start: end, end }]) {
      const stop = Math.min(range.start, end)
      if (at < stop) {
        this.#makeRoom(stop)
        copyBytes(bytes, offset + at - start, stop - at, this.bytes, at)
        this.#early.push({ start: at, end: stop })
      }
      at = Math.max(at, range.end)
      if (at >= end) break
    }
    if (this.#early.length > 1) this.#early.sort((a, b) => a.start - b.start)
  }

  /** Joins what has become contiguous. */
  #close(): void {
    while (this.#early[0] && this.#early[0].start <= this.length) {
      this.length = Math.max(this.length, this.#early[0].end)
      this.#early.shift()
    }
  }

  #skipHole(): void {
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

/** Up to here a loop copies faster than a view and `set`, and leaves no garbage. */
const loopBytesMax = 256

function copyBytes(
  from: Uint8Array,
  offset: number,
  count: number,
  to: Uint8Array,
  at: number,
): void {
  if (count > loopBytesMax) to.set(from.subarray(offset, offset + count), at)
  else for (let i = 0; i < count; i++) to[at + i] = from[offset + i] as number
}
