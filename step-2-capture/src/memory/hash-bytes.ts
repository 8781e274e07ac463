/** A 32-bit hash of bytes, to tell them apart (FNV-1a, Fowler, Noll and Vo). */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  }
  // 2^32 - 1 is left out, because counters of distinct values need one value of their own.
  return (hash >>> 0) % 0xffff_ffff
}
