/** Kinds of host address, as the first word of a key. */
export const AddressFamily = { mac: 1, ipv4: 4, ipv6: 6 } as const

/** 32 bits in network byte order. */
export function readWord(bytes: Uint8Array, offset: number): number {
  return (
    (((bytes[offset] as number) << 24) |
      ((bytes[offset + 1] as number) << 16) |
      ((bytes[offset + 2] as number) << 8) |
      (bytes[offset + 3] as number)) >>>
    0
  )
}

/** Writes an address of 4, 6 or 16 bytes as four words; the shorter ones leave the first at zero. */
export function writeAddressWords(
  words: Uint32Array,
  at: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
): void {
  if (length === 16) {
    words[at] = readWord(bytes, offset)
    words[at + 1] = readWord(bytes, offset + 4)
    words[at + 2] = readWord(bytes, offset + 8)
    words[at + 3] = readWord(bytes, offset + 12)
    return
  }
  words[at] = 0
  words[at + 1] = 0
  words[at + 2] =
    length === 6 ? ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number) : 0
  words[at + 3] = readWord(bytes, length === 6 ? offset + 2 : offset)
}

/** The address as people write it: dotted IPv4, RFC 5952 IPv6, colon-separated MAC. */
export function addressText(family: number, words: readonly number[]): string {
  if (family === AddressFamily.ipv4) return ipv4Text(words[3] as number)
  if (family === AddressFamily.mac) return macText(words[2] as number, words[3] as number)
  return ipv6Text(words)
}

function ipv4Text(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`
}

function macText(high: number, low: number): string {
  const hex = (high & 0xffff).toString(16).padStart(4, '0') + low.toString(16).padStart(8, '0')
  return (hex.match(/../g) as string[]).join(':')
}

function ipv6Text(words: readonly number[]): string {
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff])
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return `::ffff:${ipv4Text(words[3] as number)}`
  }
  const run = longestZeroRun(groups)
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':')
  if (run.length < 2) return hex(groups)
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (groups[start + length] === 0) length++
    if (length > best.length) best = { start, length }
    start += length
  }
  return best
}
