import { type Frame, IpProtocol } from '../decode/frame.ts'
import { readWord, writeAddressWords } from '../memory/address-words.ts'
import type { KeyIndex } from '../memory/key-index.ts'

/** Protocol, ports and two IPv6 addresses; IPv4 needs four of these words. */
export const flowKeyWordCount = 10

/**
 * Writes the frame's key, the end with the lower address and port first, so that both directions
 * have the same; says whether that is the source.
 */
export function writeFlowKey(index: KeyIndex, bytes: Uint8Array, frame: Frame): boolean {
  return frame.addressLength === 4
    ? writeIpv4Key(index, bytes, frame)
    : writeIpv6Key(index, bytes, frame)
}

function writeIpv4Key(index: KeyIndex, bytes: Uint8Array, frame: Frame): boolean {
  const { key } = index
  const source = readWord(bytes, frame.sourceAddressOffset)
  const destination = readWord(bytes, frame.destinationAddressOffset)
  const sourceIsLow = source === destination ? hasLowerPort(frame) : source < destination
  writeStart(key, frame, sourceIsLow)
  key[2] = sourceIsLow ? source : destination
  key[3] = sourceIsLow ? destination : source
  index.keyLength = 4
  return sourceIsLow
}

function writeIpv6Key(index: KeyIndex, bytes: Uint8Array, frame: Frame): boolean {
  const { key } = index
  const { sourceAddressOffset: source, destinationAddressOffset: destination } = frame
  const order = compareIpv6(bytes, source, destination)
  const sourceIsLow = order === 0 ? hasLowerPort(frame) : order < 0
  writeStart(key, frame, sourceIsLow)
  writeAddressWords(key, 2, bytes, sourceIsLow ? source : destination, 16)
  writeAddressWords(key, 6, bytes, sourceIsLow ? destination : source, 16)
  index.keyLength = flowKeyWordCount
  return sourceIsLow
}

/** The first word tells how long the key is. */
function writeStart(key: Uint32Array, frame: Frame, sourceIsLow: boolean): void {
  key[0] = (frame.protocol << 8) | frame.addressLength
  key[1] = portsWord(frame, sourceIsLow)
}

function compareIpv6(bytes: Uint8Array, source: number, destination: number): number {
  for (let i = 0; i < 16; i++) {
    const difference = (bytes[source + i] as number) - (bytes[destination + i] as number)
    if (difference !== 0) return difference
  }
  return 0
}

/** Orders the ends of a frame between equal addresses; without ports the source is the low one. */
function hasLowerPort(frame: Frame): boolean {
  return !hasPorts(frame) || frame.sourcePort <= frame.destinationPort
}

/** ICMP has no ports: a request and its reply, and errors about either, are one flow. */
function portsWord(frame: Frame, sourceIsLow: boolean): number {
  if (!hasPorts(frame)) return 0
  const low = sourceIsLow ? frame.sourcePort : frame.destinationPort
  const high = sourceIsLow ? frame.destinationPort : frame.sourcePort
  return (low << 16) | high
}

function hasPorts(frame: Frame): boolean {
  return frame.protocol !== IpProtocol.icmp && frame.protocol !== IpProtocol.icmpv6
}
