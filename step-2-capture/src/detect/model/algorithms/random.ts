/** Draws from a seed: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1), with 32 random bits. */
  next(): number
  /** A whole number from 0 to `count - 1`. */
  below(count: number): number
  /** Normally distributed with mean 0 and deviation 1. */
  normal(): number
}

/**
 * The generator sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, and it passes the
 * statistical test batteries at a few nanoseconds a number.
 */
export function createRandom(seed: number): Random {
  let a = 0
  let b = Math.floor(seed / 2 ** 32) | 0
  let c = seed | 0
  let counter = 1

  function nextBits(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  // The first numbers still show the seed; twelve rounds mix it in.
  for (let round = 0; round < 12; round++) nextBits()

  const next = () => nextBits() / 2 ** 32
  return {
    next,
    below: (count) => Math.floor(next() * count),
    // Box and Muller 1958; 1 - u is above zero, where the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
