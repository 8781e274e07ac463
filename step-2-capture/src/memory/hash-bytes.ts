/**
 * A 32-bit hash of bytes, to tell them apart: FNV-1a (Fowler, Noll and Vo) whose high bits are folded
 * down after each byte. Without that the lowest 8 bits of a seed alone decide which bytes have one
 * hash, so one seed in 256 is no secret. With a secret seed those who choose the bytes cannot choose
 * that their hashes are the same.
 */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed = 0): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
    hash ^= hash >>> 15
  }
  // 2^32 - 1 is left out, because counters of distinct values need one value of their own.
  return (hash >>> 0) % 0xffff_ffff
}
