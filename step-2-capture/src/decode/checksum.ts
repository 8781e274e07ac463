import type { Packet } from '../pcap/packet.ts'
import { readUint16 } from './big-endian.ts'
import { type Frame, IpProtocol } from './frame.ts'

/**
 * Whether the checksum of the IPv4 header at `at`, which was decoded, is right; 0 is one that a network
 * card fills in later.
 */
export function hasSoundHeader(bytes: Uint8Array, at: number): boolean {
  if (readUint16(bytes, at + 10) === 0) return true
  const end = at + (((bytes[at] as number) & 0x0f) << 2)
  return isSound(sumWords(bytes, at, end))
}

/**
 * Whether the checksum of a TCP segment, which was decoded, is right (RFC 9293, section 3.1). What the
 * capture cut cannot be checked, and counts as sound.
 */
export function hasSoundSegment({ bytes }: Packet, frame: Frame): boolean {
  if (frame.payloadLength < frame.payloadWireLength) return true
  const { transportOffset: start, sourceAddressOffset, addressLength } = frame
  const end = frame.payloadOffset + frame.payloadLength
  // The pseudo-header: both addresses, which stand side by side, the protocol and the length.
  const addresses = sumWords(bytes, sourceAddressOffset, sourceAddressOffset + 2 * addressLength)
  return isSound(addresses + IpProtocol.tcp + (end - start) + sumWords(bytes, start, end))
}

/** The sum of the words of 16 bits (RFC 1071); an odd byte at the end has a zero behind it. */
function sumWords(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0
  for (let at = start; at + 1 < end; at += 2) sum += readUint16(bytes, at)
  return (end - start) % 2 === 0 ? sum : sum + ((bytes[end - 1] as number) << 8)
}

/** Whether all words, the checksum among them, give ones alone once the carries are added. */
function isSound(sum: number): boolean {
  let folded = sum
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16)
  return folded === 0xffff
}
