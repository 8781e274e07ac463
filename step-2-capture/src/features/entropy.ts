const counts = new Uint32Array(256)

/** Shannon entropy of bytes, 0 to 8 bits: text has 4 to 5, what is packed or encrypted nearly 8. */
export function byteEntropy(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length <= 0) return 0
  counts.fill(0)
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    counts[byte] = (counts[byte] as number) + 1
  }
  let sum = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    const count = counts[byte] as number
    if (count === 0) continue
    sum += count * Math.log2(count)
    // Each value is added once, wherever it comes first.
    counts[byte] = 0
  }
  return Math.max(0, Math.log2(length) - sum / length)
}
