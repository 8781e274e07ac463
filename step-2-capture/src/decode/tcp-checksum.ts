import type { Packet } from '../pcap/packet.ts'
import { readUint16 } from './big-endian.ts'
import { type Frame, IpProtocol } from './frame.ts'

/**
 * Whether the checksum of a TCP segment, which was decoded, is right (RFC 9293, section 3.1). What the
 * capture cut cannot be checked, and counts as sound.
 */
export function hasSoundSegment({ bytes }: Packet, frame: Frame): boolean {
  if (frame.payloadLength < frame.payloadWireLength) return true
  const { transportOffset: start, sourceAddressOffset, addressLength } = frame
  const end = frame.payloadOffset + frame.payloadLength
  // The pseudo-header: both addresses, which stand side by side, the protocol and the length.
  const pseudo = sumOf(bytes, sourceAddressOffset, sourceAddressOffset + 2 * addressLength)
  let sum = pseudo + IpProtocol.tcp + (end - start) + sumOf(bytes, start, end)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum === 0xffff
}

/** The sum of the words of 16 bits; an odd byte at the end counts as one with a zero behind it. */
function sumOf(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0
  for (let at = start; at + 1 < end; at += 2) sum += readUint16(bytes, at)
  return (end - start) % 2 === 0 ? sum : sum + ((bytes[end - 1] as number) << 8)
}
