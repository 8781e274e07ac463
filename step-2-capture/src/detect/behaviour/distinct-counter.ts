/** Counted exactly up to here: 1,024 values cost 8 kB. */
export const exactCountMax = 1_024
/** Beyond it 1,024 registers give a standard error of 1.04 / √1024 = 3.3 %. */
const registerCount = 1_024

/**
 * Counts distinct 32-bit values in at most 8 kB: exactly while they are few, then by HyperLogLog
 * (Flajolet, Fusy, Gandouet and Meunier 2007).
 */
export class DistinctCounter {
  /** Open-addressed set of value + 1 (0 is free), while the count is exact. */
  #slots: Uint32Array | undefined = new Uint32Array(8)
  #registers: Uint8Array | undefined
  #count = 0

  /** Distinct values so far; an estimate once `isExact` is false. */
  get count(): number {
    return this.#count
  }

  get isExact(): boolean {
    return this.#registers === undefined
  }

  /** The count as people write it. */
  get text(): string {
    return this.isExact ? `${this.count}` : `about ${this.count}`
  }

  /** Counts a value from 0 to 2^32 - 2, and says whether the count has grown. */
  add(value: number): boolean {
    const before = this.#count
    if (this.#slots) this.#addExactly(this.#slots, value)
    else this.#estimate(this.#registers as Uint8Array, value)
    return this.#count > before
  }

  #addExactly(slots: Uint32Array, value: number): void {
    const mask = slots.length - 1
    let at = mix(value) & mask
    while (slots[at] !== 0) {
      if (slots[at] === value + 1) return
      at = (at + 1) & mask
    }
    slots[at] = value + 1
    this.#count++
    if (this.#count * 2 > slots.length) this.#grow(slots)
  }

  #grow(slots: Uint32Array): void {
    const values = slots.filter((slot) => slot !== 0)
    if (this.#count >= exactCountMax) {
      this.#slots = undefined
      this.#registers = new Uint8Array(registerCount)
      for (const slot of values) this.#estimate(this.#registers, slot - 1)
      return
    }
    this.#slots = new Uint32Array(slots.length * 2)
    this.#count = 0
    for (const slot of values) this.#addExactly(this.#slots, slot - 1)
  }

  #estimate(registers: Uint8Array, value: number): void {
    const hash = mix(value)
    const register = hash & (registerCount - 1)
    // The position of the first one among the 22 bits that are left.
    const rank = Math.clz32((hash >>> 10) | 0) - 9
    if (rank <= (registers[register] as number)) return
    registers[register] = rank
    this.#count = Math.max(this.#count, estimateOf(registers))
  }
}

function estimateOf(registers: Uint8Array): number {
  let sum = 0
  let zeroCount = 0
  for (const rank of registers) {
    sum += 2 ** -rank
    if (rank === 0) zeroCount++
  }
  const raw = ((0.7213 / (1 + 1.079 / registerCount)) * registerCount ** 2) / sum
  const isSmall = raw <= 2.5 * registerCount && zeroCount > 0
  return Math.round(isSmall ? registerCount * Math.log(registerCount / zeroCount) : raw)
}

/** The finaliser of MurmurHash3: every input bit moves every output bit. */
function mix(value: number): number {
  let hash = value ^ (value >>> 16)
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
