import { grown } from './grown.ts'

export interface KeyIndexOptions {
  /** Length of a key in 32-bit words. */
  readonly wordCount: number
  /** Most keys at once. A key costs its words, 16 to 32 bytes of buckets, and 8 bytes more. */
  readonly keyCountMax: number
  /** Makes the hash unpredictable from outside (hash flooding); it never changes a result. */
  readonly seed: number
}

/** Room at the start, which doubles when it is used up: most tables stay small, and caches are. */
const keyCountAtStart = 64

/**
 * A hash table from binary keys to slot numbers 0 … keyCountMax - 1, without objects: the caller
 * writes a key into `key`, then calls `find` or `add`. What belongs to a slot is kept by the caller
 * in typed arrays of its own. Linear probing at a load of at most one half; a bucket is the hash
 * and the slot side by side, so that a search for a key that is not there touches one cache line.
 */
export class KeyIndex {
  /** Scratch space: the key to look for. */
  readonly key: Uint32Array
  /**
   * How many words of `key` count, if not all: set it before each call where keys differ in length,
   * and let the first word tell the length, so that no key is the beginning of another.
   */
  keyLength: number
  readonly keyCountMax: number
  #count = 0
  readonly #wordCount: number
  #keys: Uint32Array
  /** Two words a bucket: the hash, and the slot + 1 (0 where the bucket is free). */
  #buckets: Int32Array
  /** Selects the first word of a bucket from a hash that was shifted left by one. */
  #mask: number
  #hashes: Int32Array
  #freeSlots: Int32Array
  #freeSlotCount = 0
  #unusedSlot = 0
  readonly #multiplier: number
  readonly #start: number

  constructor({ wordCount, keyCountMax, seed }: KeyIndexOptions) {
    const room = Math.min(keyCountMax, keyCountAtStart)
    this.key = new Uint32Array(wordCount)
    this.keyLength = wordCount
    this.keyCountMax = keyCountMax
    this.#wordCount = wordCount
    this.#keys = new Uint32Array(wordCount * room)
    this.#buckets = bucketsFor(room)
    this.#mask = this.#buckets.length - 2
    this.#hashes = new Int32Array(room)
    this.#freeSlots = new Int32Array(room)
    this.#multiplier = Math.imul(seed, 0x9e3779b1) | 1
    this.#start = Math.imul(seed ^ 0x5bd1e995, 0x85ebca6b) | 0
  }

  get count(): number {
    return this.#count
  }

  get isFull(): boolean {
    return this.#count === this.keyCountMax
  }

  /** The slot of `key`, or -1. */
  find(): number {
    const hash = this.#hash()
    let bucket = (hash << 1) & this.#mask
    for (;;) {
      const slot = (this.#buckets[bucket + 1] as number) - 1
      if (slot < 0) return -1
      if (this.#buckets[bucket] === hash && this.#equals(slot)) return slot
      bucket = (bucket + 2) & this.#mask
    }
  }

  /** Adds `key`, which must not be there yet, and returns its slot; -1 when the table is full. */
  add(): number {
    if (this.#count === this.keyCountMax) return -1
    if (this.#count === this.#hashes.length) this.#grow()
    const slot =
      this.#freeSlotCount > 0
        ? (this.#freeSlots[--this.#freeSlotCount] as number)
        : this.#unusedSlot++
    const base = slot * this.#wordCount
    for (let i = 0; i < this.keyLength; i++) this.#keys[base + i] = this.key[i] as number
    const hash = this.#hash()
    this.#hashes[slot] = hash
    this.#enter(slot, hash)
    this.#count++
    return slot
  }

  /** Takes a slot's key out; the slot number will be given to a later key. */
  remove(slot: number): void {
    this.#close(this.#bucketOf(slot))
    this.#freeSlots[this.#freeSlotCount++] = slot
    this.#count--
  }

  /** Word `index` of a slot's key. */
  word(slot: number, index: number): number {
    return this.#keys[slot * this.#wordCount + index] as number
  }

  /** Empties the table; with few keys in it that costs as much as the keys, not as the table. */
  clear(): void {
    if (this.#unusedSlot * 16 > this.#buckets.length) this.#buckets.fill(0)
    else for (let slot = 0; slot < this.#unusedSlot; slot++) this.#empty(slot)
    this.#count = 0
    this.#freeSlotCount = 0
    this.#unusedSlot = 0
  }

  /** Buckets that the longest search looks at; above a few dozen the keys are crafted. */
  longestSearch(): number {
    let longest = 0
    for (let bucket = 0; bucket < this.#buckets.length; bucket += 2) {
      if (this.#buckets[bucket + 1] === 0) continue
      const home = ((this.#buckets[bucket] as number) << 1) & this.#mask
      longest = Math.max(longest, ((bucket - home) & this.#mask) / 2 + 1)
    }
    return longest
  }

  /** Every slot is in use: makes room for twice as many. */
  #grow(): void {
    const room = Math.min(this.keyCountMax, this.#hashes.length * 2)
    this.#keys = grown(this.#keys, room * this.#wordCount)
    this.#hashes = grown(this.#hashes, room)
    this.#freeSlots = new Int32Array(room)
    this.#buckets = bucketsFor(room)
    this.#mask = this.#buckets.length - 2
    for (let slot = 0; slot < this.#count; slot++) this.#enter(slot, this.#hashes[slot] as number)
  }

  #enter(slot: number, hash: number): void {
    let bucket = (hash << 1) & this.#mask
    while (this.#buckets[bucket + 1] !== 0) bucket = (bucket + 2) & this.#mask
    this.#buckets[bucket] = hash
    this.#buckets[bucket + 1] = slot + 1
  }

  #bucketOf(slot: number): number {
    let bucket = ((this.#hashes[slot] as number) << 1) & this.#mask
    while (this.#buckets[bucket + 1] !== slot + 1) bucket = (bucket + 2) & this.#mask
    return bucket
  }

  /** Frees every bucket from the slot's home up to its own: all of them are to be freed. */
  #empty(slot: number): void {
    let bucket = ((this.#hashes[slot] as number) << 1) & this.#mask
    while (this.#buckets[bucket + 1] !== 0) {
      this.#buckets[bucket + 1] = 0
      bucket = (bucket + 2) & this.#mask
    }
  }

  /** Moves later keys of the same run back over the hole, so that no search stops early. */
  #close(hole: number): void {
    const buckets = this.#buckets
    const mask = this.#mask
    let free = hole
    for (let next = (free + 2) & mask; buckets[next + 1] !== 0; next = (next + 2) & mask) {
      const home = ((buckets[next] as number) << 1) & mask
      if (((next - home) & mask) < ((next - free) & mask)) continue
      buckets[free] = buckets[next] as number
      buckets[free + 1] = buckets[next + 1] as number
      free = next
    }
    buckets[free + 1] = 0
  }

  #equals(slot: number): boolean {
    const base = slot * this.#wordCount
    for (let i = 0; i < this.keyLength; i++) {
      if (this.#keys[base + i] !== this.key[i]) return false
    }
    return true
  }

  /** Multiply and rotate, a word at a time, with a secret odd multiplier; then mix the high bits down. */
  #hash(): number {
    let hash = this.#start
    for (let i = 0; i < this.keyLength; i++) {
      hash = Math.imul(hash ^ (this.key[i] as number), this.#multiplier)
      hash = Math.imul((hash << 15) | (hash >>> 17), 0x1b873593)
    }
    hash ^= hash >>> 16
    hash = Math.imul(hash, 0x85ebca6b)
    return hash ^ (hash >>> 13)
  }
}

function bucketsFor(keyCount: number): Int32Array<ArrayBuffer> {
  return new Int32Array(2 * 2 ** Math.ceil(Math.log2(keyCount * 2)))
}
