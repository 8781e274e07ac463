/** HalfSipHash-1-3 mixes the last bytes three times. */
const finalRoundCount = 3

/**
 * A 32-bit hash of bytes that strangers chose, to tell them apart: HalfSipHash-1-3 (Aumasson and
 * Bernstein, "SipHash: a fast short-input PRF", 2012; its half-width is that of Linux's tables). Those
 * who do not know the seed can choose neither that two hashes are the same nor that they differ.
 * @param seed An integer from 0 to 2^48 - 1, see `Traffic.byteSeed`.
 */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed: number): number {
  const key0 = seed | 0
  const key1 = (seed / 2 ** 32) | 0
  let v0 = key0
  let v1 = key1
  let v2 = key0 ^ 0x6c796765
  let v3 = key1 ^ 0x74656462
  const length = end - start
  const wordCount = (length >>> 2) + 1
  // The bytes in words of four, the last of them with the length; then three rounds without any.
  for (let at = start, i = 0; i < wordCount + finalRoundCount; at += 4, i++) {
    let word = 0
    if (i < wordCount - 1)
      word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    else if (i < wordCount) {
      word = length << 24
      for (let left = 0; left < (length & 3); left++) word |= bytes[at + left]! << (8 * left)
    } else if (i === wordCount) v2 ^= 0xff
    v3 ^= word
    v0 = (v0 + v1) | 0
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
    v0 = (v0 + v3) | 0
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
    v2 = (v2 + v1) | 0
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
    v2 = (v2 << 16) | (v2 >>> 16)
    v0 ^= word
  }
  // 2^32 - 1 is left out, because counters of distinct values need one value of their own.
  return ((v1 ^ v3) >>> 0) % 0xffff_ffff
}

/** The same of a text, a byte a character. */
export function hashText(text: string, seed: number): number {
  const bytes = Buffer.from(text, 'latin1')
  return hashBytes(bytes, 0, bytes.length, seed)
}
