import { type Frame, Layer } from './frame.ts'
import { Header } from './header.ts'
import { announceTransport } from './network.ts'
import { setPayload } from './payload.ts'
import { stopShort } from './stop.ts'

/** ICMP (RFC 792): type and code take the place of the ports. */
export function decodeIcmp(bytes: Uint8Array, frame: Frame): number {
  return decodeTypeAndCode(bytes, frame, Layer.icmp)
}

/** ICMPv6 (RFC 4443) has the same first eight bytes. */
export function decodeIcmpv6(bytes: Uint8Array, frame: Frame): number {
  return decodeTypeAndCode(bytes, frame, Layer.icmpv6)
}

function decodeTypeAndCode(bytes: Uint8Array, frame: Frame, layer: number): number {
  const at = frame.at
  announceTransport(frame, layer)
  if (frame.capturedEnd - at < 4) return stopShort(frame, at, 4)
  frame.layers |= layer
  frame.transportOffset = at
  frame.sourcePort = bytes[at] as number
  frame.destinationPort = bytes[at + 1] as number
  setPayload(frame, at + 8, frame.wireEnd)
  return Header.none
}
