import { readUint16 } from './big-endian.ts'
import { etherTypeMin, headerOfEtherType } from './ether-type.ts'
import { type Frame, Layer } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

/** Ethernet II, or IEEE 802.3 where the type is a length. */
export function decodeEthernet(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 14) return stopShort(frame, at, 14)
  frame.destinationMacOffset = at
  frame.sourceMacOffset = at + 6
  frame.at = at + 12
  return decodeTypeOrLength(bytes, frame)
}

/** A VLAN tag (IEEE 802.1Q), of the customer or the provider; the type before it is read. */
export function decodeVlan(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 4) return stopShort(frame, at, 4)
  frame.layers |= Layer.vlan
  if (frame.vlanId === -1) {
    frame.vlanId = (((bytes[at] as number) & 0x0f) << 8) | (bytes[at + 1] as number)
  }
  frame.at = at + 2
  return decodeTypeOrLength(bytes, frame)
}

/** The two bytes at `frame.at`, which the caller found to be there. */
export function decodeTypeOrLength(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  const type = readUint16(bytes, at)
  frame.at = at + 2
  if (type >= etherTypeMin) {
    frame.etherType = type
    return headerOfEtherType(type)
  }
  // What follows the length is padding up to the shortest frame of Ethernet.
  frame.wireEnd = Math.min(frame.wireEnd, at + 2 + type)
  frame.capturedEnd = Math.min(frame.capturedEnd, frame.wireEnd)
  return Header.llc
}
