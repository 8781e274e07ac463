import { readUint16 } from './big-endian.ts'
import { type Frame, Layer, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { headerOfIpProtocol } from './ip-protocol.ts'
import { announceNetwork, enterFragment, enterNetwork } from './network.ts'
import { stopMalformed, stopShort } from './stop.ts'

const moreFragments = 0x2000
const fragmentOffsetMask = 0x1fff

/** IPv4 (RFC 791). Only the first fragment goes on to its transport. */
export function decodeIpv4(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  announceNetwork(frame, Layer.ipv4)
  if (frame.capturedEnd - at < 20) return stopShort(frame, at, 20)
  const first = bytes[at] as number
  if (first >>> 4 !== 4) return stopMalformed(frame, Malformed.badVersion, at)
  const headerLength = (first & 0x0f) << 2
  if (headerLength < 20) return stopMalformed(frame, Malformed.badLength, at)
  let length = readUint16(bytes, at + 2)
  // A network card that cuts segments itself hands over packets with length 0 (Linux TSO).
  if (length === 0) length = frame.wireEnd - at
  if (length < headerLength) return stopMalformed(frame, Malformed.badLength, at + 2)

  enterNetwork(frame, Layer.ipv4, at)
  frame.sourceAddressOffset = at + 12
  frame.destinationAddressOffset = at + 16
  frame.addressLength = 4
  frame.timeToLive = bytes[at + 8] as number
  frame.ipLength = length
  const protocol = bytes[at + 9] as number
  frame.protocol = protocol
  if (frame.capturedEnd - at < headerLength) return stopShort(frame, at, headerLength)
  frame.at = at + headerLength
  // What follows the packet is the link's padding; what is missing was never sent, or was cut.
  if (at + length < frame.wireEnd) frame.wireEnd = at + length
  if (at + length < frame.capturedEnd) frame.capturedEnd = at + length

  const fragment = readUint16(bytes, at + 6)
  if ((fragment & (moreFragments | fragmentOffsetMask)) !== 0) {
    frame.fragmentId = readUint16(bytes, at + 4)
    frame.fragmentOffset = (fragment & fragmentOffsetMask) << 3
    enterFragment(frame)
    if (frame.fragmentOffset > 0) return Header.none
  }
  return headerOfIpProtocol(protocol)
}
