/**
 * Seeded random numbers for the simulator: sfc32 by Chris Doty-Humphrey (PractRand, 2010), a
 * 128-bit generator that passes PractRand and TestU01. The same seed gives the same capture.
 */
export class Random {
  readonly seed: string
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: string) {
    this.seed = seed
    const hash = hashText(seed)
    this.#a = hash()
    this.#b = hash()
    this.#c = hash()
    // The author's advice: the first outputs still resemble the seed, so they are thrown away.
    for (let i = 0; i < 15; i++) this.next()
  }

  /** A generator of its own for one part of the capture: what one part draws moves no other. */
  fork(label: string): Random {
    return new Random(`${this.seed}/${label}`)
  }

  /** 32 random bits. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) >>> 0
    this.#counter = (this.#counter + 1) >>> 0
    this.#a = (this.#b ^ (this.#b >>> 9)) >>> 0
    this.#b = (this.#c + (this.#c << 3)) >>> 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) >>> 0
    return sum
  }

  /** At least 0, below 1. */
  fraction(): number {
    return this.next() / 0x1_0000_0000
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.fraction()
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  /** One item of a list that is not empty. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.integer(0, items.length - 1)] as Item
  }

  /** The items in random order (Fisher and Yates). */
  shuffle<Item>(items: Iterable<Item>): Item[] {
    const shuffled = [...items]
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.integer(0, i)
      const item = shuffled[i] as Item
      shuffled[i] = shuffled[j] as Item
      shuffled[j] = item
    }
    return shuffled
  }

  sample<Item>(items: Iterable<Item>, count: number): Item[] {
    return this.shuffle(items).slice(0, count)
  }

  /** Time between independent events that come `mean` apart. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.fraction())
  }

  /** Gaussian by the method of Box and Muller. */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.fraction())
  }

  /** Sizes and delays of real traffic: half of them below `median`, with a long tail. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(this.normal(0, sigma))
  }

  /** Heavy tail of downloads (Crovella and Bestavros 1996: shape about 1.1 to 1.3), capped. */
  pareto(minimum: number, shape: number, maximum: number): number {
    return Math.min(maximum, minimum * (1 - this.fraction()) ** (-1 / shape))
  }

  bytes(count: number): Buffer {
    const bytes = Buffer.allocUnsafe(count)
    for (let i = 0; i < count; i++) bytes[i] = this.next() >>> 24
    return bytes
  }

  /** `count` characters out of `alphabet`. */
  text(count: number, alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'): string {
    let text = ''
    for (let i = 0; i < count; i++) text += alphabet[this.integer(0, alphabet.length - 1)]
    return text
  }
}

/** xmur3 by bryc: spreads a text over as many 32-bit words as are asked for. */
function hashText(text: string): () => number {
  let hash = 1779033703 ^ text.length
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 3432918353)
    hash = (hash << 13) | (hash >>> 19)
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507)
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909)
    hash ^= hash >>> 16
    return hash >>> 0
  }
}
