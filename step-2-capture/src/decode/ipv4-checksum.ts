import { readUint16 } from './big-endian.ts'

/**
 * Whether the checksum of the header at `at`, which was decoded, is right (RFC 1071); 0 is one that a
 * network card fills in later.
 */
export function hasSoundHeader(bytes: Uint8Array, at: number): boolean {
  if (readUint16(bytes, at + 10) === 0) return true
  const end = at + (((bytes[at] as number) & 0x0f) << 2)
  let sum = 0
  for (let offset = at; offset < end; offset += 2) sum += readUint16(bytes, offset)
  // The carries of at most thirty words fit into the upper half, and are added twice at most.
  sum = (sum & 0xffff) + (sum >>> 16)
  return (sum & 0xffff) + (sum >>> 16) === 0xffff
}
