/**
 * Finds which of thousands of contents may stand in bytes: each is known by four bytes of it, looked
 * for with one bit a place (as Wu and Manber 1994 do with blocks), and compared where the bit is set.
 * Two tables of 128 KiB, whatever the number of contents; a state machine of 17,000 would take 100 MB.
 */
export class GramIndex {
  readonly #hasGram = new Uint32Array(bitCount / 32)
  readonly #hasPair = new Uint32Array(65_536 / 32)
  readonly #hasByte = new Uint8Array(256)
  readonly #ofGram = new Map<number, Entry[]>()
  readonly #ofPair = new Map<number, Entry[]>()
  readonly #ofByte = new Map<number, Entry[]>()
  #hasShort = false

  /** @param contents In lower case, at least a byte long. Its place in the list is its number. */
  constructor(contents: readonly Uint8Array[]) {
    const uses = usesOf(contents)
    contents.forEach((bytes, id) => {
      this.#add(bytes, id, uses)
    })
  }

  /**
   * Calls back for each content whose known part ends in `bytes[offset, end)`; what stands before
   * `offset`, from `start` on, may be a part of it. A content may be called for more than once, and
   * for some that are not there.
   */
  scan(bytes: Uint8Array, place: ScanPlace, onFound: (id: number, end: number) => void): void {
    const { start, offset, end } = place
    const hasGram = this.#hasGram
    const hasShort = this.#hasShort
    let word = 0
    for (let at = Math.max(start, offset - 3); at < offset; at++) {
      word = (word << 8) | (lowerCaseOf[bytes[at] as number] as number)
    }
    for (let at = offset; at < end; at++) {
      word = (word << 8) | (lowerCaseOf[bytes[at] as number] as number)
      const bit = hashOf(word)
      if (((hasGram[bit >>> 5] as number) & (1 << (bit & 31))) !== 0 && at - start >= 3) {
        const found = this.#ofGram.get(word)
        if (found) report(found, bytes, start, at, onFound)
      }
      if (hasShort) this.#findShort(bytes, start, at, word, onFound)
    }
  }

  #findShort(
    bytes: Uint8Array,
    start: number,
    at: number,
    word: number,
    onFound: (id: number, end: number) => void,
  ): void {
    const pair = word & 0xffff
    if (((this.#hasPair[pair >>> 5] as number) & (1 << (pair & 31))) !== 0 && at > start) {
      report(this.#ofPair.get(pair) ?? [], bytes, start, at, onFound)
    }
    if (this.#hasByte[word & 0xff] === 1) {
      report(this.#ofByte.get(word & 0xff) ?? [], bytes, start, at, onFound)
    }
  }

  #add(bytes: Uint8Array, id: number, uses: ReadonlyMap<number, number>): void {
    const { length } = bytes
    if (length >= 4) {
      const end = rarestEnd(bytes, uses)
      const gram = gramAt(bytes, end)
      const bit = hashOf(gram)
      this.#hasGram[bit >>> 5] = (this.#hasGram[bit >>> 5] as number) | (1 << (bit & 31))
      push(this.#ofGram, gram, { id, before: bytes.subarray(0, end - 4), length: end })
      return
    }
    this.#hasShort = true
    if (length === 1) {
      this.#hasByte[bytes[0] as number] = 1
      push(this.#ofByte, bytes[0] as number, { id, before: bytes.subarray(0, 0), length })
      return
    }
    const pair = gramAt(bytes, length) & 0xffff
    this.#hasPair[pair >>> 5] = (this.#hasPair[pair >>> 5] as number) | (1 << (pair & 31))
    push(this.#ofPair, pair, { id, before: bytes.subarray(0, length - 2), length })
  }
}

/** What is searched, and from where on bytes belong to the text. */
export interface ScanPlace {
  readonly start: number
  readonly offset: number
  readonly end: number
}

interface Entry {
  readonly id: number
  /** What must stand before the known part. */
  readonly before: Uint8Array
  /** Bytes up to the end of the known part. */
  readonly length: number
}

/** 2^20 bits are 128 KiB, which a core's own cache holds; 17,000 contents set 1.6 % of them. */
const bitCount = 1_048_576

const lowerCaseOf = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 65 && byte <= 90 ? byte + 32 : byte,
)

function hashOf(gram: number): number {
  return Math.imul(gram, 0x9e3779b1) >>> 12
}

/** The four bytes (or what there is) that end at `end`. */
function gramAt(bytes: Uint8Array, end: number): number {
  let word = 0
  for (let at = Math.max(0, end - 4); at < end; at++) word = (word << 8) | (bytes[at] as number)
  return word
}

function usesOf(contents: readonly Uint8Array[]): Map<number, number> {
  const uses = new Map<number, number>()
  for (const bytes of contents) {
    for (let end = 4; end <= bytes.length; end++) {
      const gram = gramAt(bytes, end)
      uses.set(gram, (uses.get(gram) ?? 0) + 1)
    }
  }
  return uses
}

/** Where the part ends that the fewest contents have; of equal ones that with the rarest bytes. */
function rarestEnd(bytes: Uint8Array, uses: ReadonlyMap<number, number>): number {
  let best = 4
  let bestCost = Number.POSITIVE_INFINITY
  for (let end = 4; end <= bytes.length; end++) {
    const gram = gramAt(bytes, end)
    const isFlat = gram === Math.imul(gram & 0xff, 0x0101_0101)
    const cost = (uses.get(gram) ?? 0) * (isFlat ? 1_000 : 1)
    if (cost >= bestCost) continue
    best = end
    bestCost = cost
  }
  return best
}

function push(map: Map<number, Entry[]>, key: number, entry: Entry): void {
  const known = map.get(key)
  if (known) known.push(entry)
  else map.set(key, [entry])
}

function report(
  entries: readonly Entry[],
  bytes: Uint8Array,
  start: number,
  at: number,
  onFound: (id: number, end: number) => void,
): void {
  for (let i = 0; i < entries.length; i++) {
    const { id, before, length } = entries[i] as Entry
    if (at + 1 - length < start) continue
    if (stands(before, bytes, at + 1 - length)) onFound(id, at + 1)
  }
}

function stands(wanted: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let i = wanted.length - 1; i >= 0; i--) {
    if (lowerCaseOf[bytes[from + i] as number] !== wanted[i]) return false
  }
  return true
}
