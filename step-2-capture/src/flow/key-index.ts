export interface KeyIndexOptions {
  /** Length of a key in 32-bit words. */
  readonly wordCount: number
  /** Most keys at once. A key costs its words and 8 bytes of buckets. */
  readonly keyCountMax: number
  /** Makes the hash unpredictable from outside (hash flooding); it never changes a result. */
  readonly seed: number
}

/**
 * A hash table from fixed-length binary keys to slot numbers 0 … keyCountMax - 1, without objects:
 * the caller writes a key into `key`, then calls `find` or `add`. What belongs to a slot is kept
 * by the caller in typed arrays of its own. Linear probing at a load of at most one half.
 */
export class KeyIndex {
  /** Scratch space: the key to look for. */
  readonly key: Uint32Array
  readonly keyCountMax: number
  #count = 0
  readonly #wordCount: number
  readonly #keys: Uint32Array
  readonly #hashes: Uint32Array
  /** Slot number + 1, or 0 where the bucket is free. */
  readonly #buckets: Int32Array
  readonly #bucketMask: number
  readonly #freeSlots: Int32Array
  #freeSlotCount = 0
  #unusedSlot = 0
  readonly #multiplier: number
  readonly #start: number

  constructor({ wordCount, keyCountMax, seed }: KeyIndexOptions) {
    const bucketCount = 2 ** Math.ceil(Math.log2(keyCountMax * 2))
    this.key = new Uint32Array(wordCount)
    this.keyCountMax = keyCountMax
    this.#wordCount = wordCount
    this.#keys = new Uint32Array(wordCount * keyCountMax)
    this.#hashes = new Uint32Array(keyCountMax)
    this.#buckets = new Int32Array(bucketCount)
    this.#bucketMask = bucketCount - 1
    this.#freeSlots = new Int32Array(keyCountMax)
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
    let bucket = hash & this.#bucketMask
    for (;;) {
      const slot = (this.#buckets[bucket] as number) - 1
      if (slot < 0) return -1
      if (this.#hashes[slot] === hash && this.#equals(slot)) return slot
      bucket = (bucket + 1) & this.#bucketMask
    }
  }

  /** Adds `key`, which must not be there yet, and returns its slot; -1 when the table is full. */
  add(): number {
    if (this.#count === this.keyCountMax) return -1
    const slot =
      this.#freeSlotCount > 0
        ? (this.#freeSlots[--this.#freeSlotCount] as number)
        : this.#unusedSlot++
    this.#keys.set(this.key, slot * this.#wordCount)
    const hash = this.#hash()
    this.#hashes[slot] = hash
    let bucket = hash & this.#bucketMask
    while (this.#buckets[bucket] !== 0) bucket = (bucket + 1) & this.#bucketMask
    this.#buckets[bucket] = slot + 1
    this.#count++
    return slot
  }

  /** Takes a slot's key out; the slot number will be given to a later key. */
  remove(slot: number): void {
    let hole = (this.#hashes[slot] as number) & this.#bucketMask
    while (this.#buckets[hole] !== slot + 1) hole = (hole + 1) & this.#bucketMask
    this.#close(hole)
    this.#freeSlots[this.#freeSlotCount++] = slot
    this.#count--
  }

  /** Word `index` of a slot's key. */
  word(slot: number, index: number): number {
    return this.#keys[slot * this.#wordCount + index] as number
  }

  clear(): void {
    this.#buckets.fill(0)
    this.#count = 0
    this.#freeSlotCount = 0
    this.#unusedSlot = 0
  }

  /** Moves later keys of the same run back over the hole, so that no search stops early. */
  #close(hole: number): void {
    const mask = this.#bucketMask
    let free = hole
    for (let next = (free + 1) & mask; this.#buckets[next] !== 0; next = (next + 1) & mask) {
      const home = (this.#hashes[(this.#buckets[next] as number) - 1] as number) & mask
      if (((next - home) & mask) >= ((next - free) & mask)) {
        this.#buckets[free] = this.#buckets[next] as number
        free = next
      }
    }
    this.#buckets[free] = 0
  }

  #equals(slot: number): boolean {
    const base = slot * this.#wordCount
    for (let i = 0; i < this.#wordCount; i++) {
      if (this.#keys[base + i] !== this.key[i]) return false
    }
    return true
  }

  /** Multiply and rotate, a word at a time, with a secret odd multiplier; then mix the high bits down. */
  #hash(): number {
    let hash = this.#start
    for (let i = 0; i < this.#wordCount; i++) {
      hash = Math.imul(hash ^ (this.key[i] as number), this.#multiplier)
      hash = Math.imul((hash << 15) | (hash >>> 17), 0x1b873593)
    }
    hash ^= hash >>> 16
    hash = Math.imul(hash, 0x85ebca6b)
    hash ^= hash >>> 13
    return hash >>> 0
  }
}
