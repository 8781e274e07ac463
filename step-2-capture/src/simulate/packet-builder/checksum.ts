/** The ones' complement sum of RFC 1071 over `bytes`, on top of `sum`, not yet inverted. */
export function addWords(bytes: Uint8Array, sum = 0): number {
  const even = bytes.length & ~1
  for (let i = 0; i < even; i += 2) sum += ((bytes[i] as number) << 8) | (bytes[i + 1] as number)
  if (even < bytes.length) sum += (bytes[even] as number) << 8
  return sum
}

/** Folds the carries in and inverts: the checksum as it stands in a header. */
export function finishChecksum(sum: number): number {
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000)
  return ~sum & 0xffff
}

export function internetChecksum(bytes: Uint8Array): number {
  return finishChecksum(addWords(bytes))
}

/** What TCP and UDP checksum beside themselves: the addresses, the protocol and the length. */
export interface PseudoHeader {
  /** Source and destination of the IP packet, 4 or 16 bytes each. */
  readonly source: Uint8Array
  readonly destination: Uint8Array
}

/** Checksum of a transport segment (RFC 9293 section 3.1, RFC 8200 section 8.1). */
export function transportChecksum(
  { source, destination }: PseudoHeader,
  protocol: number,
  segment: Uint8Array,
): number {
  const pseudo = addWords(destination, addWords(source, protocol + segment.length))
  return finishChecksum(addWords(segment, pseudo))
}
