/** Up to here a list is searched from end to end, which is fastest and smallest. */
const listedCountMax = 8
/** Counted exactly up to here: 1,024 values cost 8 kB. */
export const exactCountMax = 1_024
/** Beyond it 1,024 registers give a standard error of 1.04 / √1024 = 3.3 %. */
const registerCount = 1_024

/**
 * Counts distinct 32-bit values in at most 8 kB: exactly while they are few, then by HyperLogLog
 * (Flajolet, Fusy, Gandouet and Meunier 2007). Most counters stay at one value, and cost nothing.
 * Its own hash is known to all: what strangers choose freely is added as `hashBytes` of it.
 */
export class DistinctCounter {
  #count = 0
  #first = -1
  #list: number[] | undefined
  #set: DistinctSet | undefined
  #registers: Registers | undefined

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
    if (value === this.#first) return false
    const before = this.#count
    if (this.#registers) this.#count = Math.max(before, this.#registers.add(value))
    else if (this.#set) this.#addToSet(this.#set, value)
    else if (before === 0) this.#first = value
    else this.#addToList(value)
    if (before === 0) this.#count = 1
    return this.#count > before
  }

  #addToList(value: number): void {
    this.#list ??= [this.#first]
    if (this.#list.includes(value)) return
    this.#list.push(value)
    this.#count++
    if (this.#count <= listedCountMax) return
    this.#set = new DistinctSet()
    for (const listed of this.#list) this.#set.add(listed)
    this.#list = undefined
  }

  #addToSet(set: DistinctSet, value: number): void {
    if (!set.add(value)) return
    this.#count++
    if (this.#count <= exactCountMax) return
    this.#registers = new Registers()
    const registers = this.#registers
    set.forEach((known) => {
      registers.add(known)
    })
    this.#set = undefined
  }
}

/** An open-addressed set, half full at most; a slot holds the value + 1, or 0 where it is free. */
class DistinctSet {
  #slots = new Uint32Array(32)
  #count = 0

  add(value: number): boolean {
    const mask = this.#slots.length - 1
    let at = mix(value) & mask
    while (this.#slots[at] !== 0) {
      if (this.#slots[at] === value + 1) return false
      at = (at + 1) & mask
    }
    this.#slots[at] = value + 1
    this.#count++
    if (this.#count * 2 > this.#slots.length) this.#grow()
    return true
  }

  forEach(visit: (value: number) => void): void {
    for (const slot of this.#slots) if (slot !== 0) visit(slot - 1)
  }

  #grow(): void {
    const slots = this.#slots
    this.#slots = new Uint32Array(slots.length * 2)
    this.#count = 0
    for (const slot of slots) if (slot !== 0) this.add(slot - 1)
  }
}

/** HyperLogLog: each register keeps the longest run of zeros seen in the hashes that fall to it. */
class Registers {
  readonly #ranks = new Uint8Array(registerCount)
  #sum = registerCount
  #zeroCount = registerCount

  /** Takes a value in and returns the new estimate. */
  add(value: number): number {
    const hash = mix(value)
    const register = hash & (registerCount - 1)
    // The position of the first one among the 22 bits that are left.
    const rank = Math.clz32(hash >>> 10) - 9
    const before = this.#ranks[register] as number
    if (rank > before) {
      this.#ranks[register] = rank
      this.#sum += 2 ** -rank - 2 ** -before
      if (before === 0) this.#zeroCount--
    }
    return this.#estimate()
  }

  #estimate(): number {
    const alpha = 0.7213 / (1 + 1.079 / registerCount)
    const raw = (alpha * registerCount ** 2) / this.#sum
    const isSmall = raw <= 2.5 * registerCount && this.#zeroCount > 0
    return Math.round(isSmall ? registerCount * Math.log(registerCount / this.#zeroCount) : raw)
  }
}

/** The finaliser of MurmurHash3: every input bit moves every output bit. */
function mix(value: number): number {
  let hash = value ^ (value >>> 16)
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
