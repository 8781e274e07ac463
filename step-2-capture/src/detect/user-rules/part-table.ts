const hashFactor = 0x9e3779b1
/** Bits for each part: a byte that belongs to none is looked up in one of 32 cases. */
const bitsEach = 32
const bitCountMin = 1_024

/** Known parts of contents by their bytes as a number: a bit that says no at once, then a hash table. */
export class PartTable {
  readonly count: number
  /** A bit for each hash, of which `shift` makes the place. */
  readonly bits: Uint32Array
  readonly shift: number
  readonly #keys: Int32Array
  /** Where the list of a key begins; 0 for none. */
  readonly #heads: Int32Array
  readonly #mask: number

  /** @param count Parts that will be added. */
  constructor(count: number) {
    this.count = count
    const bitCount = powerOfTwo(Math.max(bitCountMin, count * bitsEach))
    this.bits = new Uint32Array(bitCount / 32)
    this.shift = 32 - Math.log2(bitCount)
    const slotCount = powerOfTwo(2 * count + 1)
    this.#keys = new Int32Array(slotCount)
    this.#heads = new Int32Array(slotCount)
    this.#mask = slotCount - 1
  }

  /** Puts a number, from 1, at the front of the list of a key; returns what was there, or 0. */
  add(key: number, head: number): number {
    const slot = this.#slotOf(key)
    const before = this.#heads[slot] as number
    this.#keys[slot] = key
    this.#heads[slot] = head
    const bit = bitOf(key, this.shift)
    this.bits[bit >>> 5] = (this.bits[bit >>> 5] as number) | (1 << bit)
    return before
  }

  /** Where the list of the key begins, or 0. */
  headOf(key: number): number {
    return this.#heads[this.#slotOf(key)] as number
  }

  #slotOf(key: number): number {
    let slot = (Math.imul(key, hashFactor) >>> 7) & this.#mask
    while (this.#heads[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask
    return slot
  }
}

/** The place of the bit that a key sets. */
export function bitOf(key: number, shift: number): number {
  return Math.imul(key, hashFactor) >>> shift
}

function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(count))
}
