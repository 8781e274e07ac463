import type { Random } from '../random.ts'

/** An eighth of deflate's window, so that a repeat is found even among other traffic. */
const poolSize = 4096
const sliceLengthMax = 1024

/**
 * Bytes that look encrypted: slices of a random pool in random order. Every packet has the entropy
 * of ciphertext, yet a capture full of them compresses well, which keeps the samples small.
 */
export class Ciphertext {
  readonly #random: Random
  readonly #pool: Buffer

  constructor(random: Random) {
    this.#random = random
    this.#pool = random.bytes(poolSize)
  }

  take(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    for (let filled = 0; filled < length; ) {
      const start = this.#random.integer(0, poolSize - sliceLengthMax)
      filled += this.#pool.copy(bytes, filled, start, start + sliceLengthMax)
    }
    return bytes
  }
}
