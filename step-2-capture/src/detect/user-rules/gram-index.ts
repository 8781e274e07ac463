import { knownBytes, knownEnd } from './known-part.ts'
import { bitOf, PartTable } from './part-table.ts'

/** What is searched, and from where on bytes belong to the text. */
export interface ScanPlace {
  readonly start: number
  readonly offset: number
  readonly end: number
}

/**
 * Finds which of thousands of contents may stand in bytes: each is known by four bytes of it, or all
 * that it has, looked for with one bit a place (as Wu and Manber 1994 do with blocks), and compared
 * where the bit is set. The bits of 2,000 contents are 16 KiB, which stay in a core's first cache; a
 * state machine of 17,000 would take 100 MB.
 */
export class GramIndex {
  /** What the last search has found: the first `foundCount` of these, each content once. */
  readonly found: Int32Array
  foundCount = 0
  /** 1 for what was found. */
  readonly #isFound: Uint8Array
  /** All contents, one behind another, and where each begins. */
  readonly #bytes: Uint8Array
  readonly #starts: Int32Array
  /** Bytes of each content up to the end of the part that it is known by. */
  readonly #ends: Uint16Array
  /** The next content with the same known part, its number plus 1; 0 for none. */
  readonly #next: Int32Array
  /** A bit for each two bytes with which a content of less than four may end. */
  readonly #shortBits = new Uint32Array(65_536 / 32)
  /** By four bytes, by the last two of two or three, by one. */
  readonly #grams: PartTable
  readonly #pairs: PartTable
  readonly #singles: PartTable

  /** @param contents In lower case, at least a byte long. Its place in the list is its number. */
  constructor(contents: readonly Uint8Array[]) {
    const { length } = contents
    this.found = new Int32Array(length)
    this.#isFound = new Uint8Array(length)
    this.#starts = new Int32Array(length)
    this.#ends = new Uint16Array(length)
    this.#next = new Int32Array(length)
    this.#bytes = new Uint8Array(contents.reduce((sum, one) => sum + one.length, 0))
    const singles = contents.filter((one) => one.length === 1).length
    const shorts = contents.filter((one) => one.length < knownBytes).length
    this.#grams = new PartTable(length - shorts)
    this.#pairs = new PartTable(shorts - singles)
    this.#singles = new PartTable(singles)
    let start = this.#bytes.length
    // The last first, as each stands before those with the same part that were added before it.
    for (let id = length - 1; id >= 0; id--) {
      const bytes = contents[id] as Uint8Array
      start -= bytes.length
      this.#bytes.set(bytes, start)
      this.#starts[id] = start
      this.#add(bytes, id)
    }
  }

  /**
   * Finds each content whose known part ends in `bytes[offset, end)`; what stands before `offset`,
   * from `start` on, may be a part of it. Some that are found are not there.
   */
  search(bytes: Uint8Array, { start, offset, end }: ScanPlace): void {
    for (let i = 0; i < this.foundCount; i++) this.#isFound[this.found[i] as number] = 0
    this.foundCount = 0
    const { bits, shift } = this.#grams
    const lower = lowerCaseOf
    const shortBits = this.#shortBits
    let word = 0
    for (let at = Math.max(start, offset - knownBytes + 1); at < offset; at++) {
      word = (word << 8) | (lower[bytes[at] as number] as number)
    }
    for (let at = offset; at < end; at++) {
      word = (word << 8) | (lower[bytes[at] as number] as number)
      const bit = bitOf(word, shift)
      if (((bits[bit >>> 5] as number) & (1 << bit)) !== 0) {
        this.#take(this.#grams.headOf(word), bytes, start, at + 1)
      }
      if (((shortBits[(word & 0xffff) >>> 5] as number) & (1 << word)) !== 0) {
        this.#take(this.#pairs.headOf(word & 0xffff), bytes, start, at + 1)
        this.#take(this.#singles.headOf(word & 0xff), bytes, start, at + 1)
      }
    }
  }

  #markShort(pair: number): void {
    this.#shortBits[pair >>> 5] = (this.#shortBits[pair >>> 5] as number) | (1 << pair)
  }

  /** Goes through the contents of a list whose known part ends at `end`. */
  #take(head: number, bytes: Uint8Array, start: number, end: number): void {
    for (let next = head; next !== 0; next = this.#next[next - 1] as number) {
      const id = next - 1
      const from = end - (this.#ends[id] as number)
      if (this.#isFound[id] === 1 || from < start || !this.#stands(id, bytes, from)) continue
      this.#isFound[id] = 1
      this.found[this.foundCount++] = id
    }
  }

  /** Whether the content stands at `from`, up to its known part. */
  #stands(id: number, bytes: Uint8Array, from: number): boolean {
    const wanted = this.#bytes
    const start = this.#starts[id] as number
    const length = (this.#ends[id] as number) - 1
    for (let i = 0; i < length; i++) {
      if (lowerCaseOf[bytes[from + i] as number] !== wanted[start + i]) return false
    }
    return true
  }

  #add(bytes: Uint8Array, id: number): void {
    const { length } = bytes
    const isGram = length >= knownBytes
    const end = isGram ? knownEnd(bytes) : length
    const width = isGram ? knownBytes : Math.min(2, length)
    const table = isGram ? this.#grams : length === 1 ? this.#singles : this.#pairs
    let key = 0
    for (let at = end - width; at < end; at++) key = (key << 8) | (bytes[at] as number)
    this.#ends[id] = end
    if (length === 1) for (let first = 0; first < 256; first++) this.#markShort((first << 8) | key)
    else if (!isGram) this.#markShort(key)
    this.#next[id] = table.add(key, id + 1)
  }
}

const lowerCaseOf = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 65 && byte <= 90 ? byte + 32 : byte,
)
