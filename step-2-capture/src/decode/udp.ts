import { readUint16 } from './big-endian.ts'
import { isDns } from './dns-port.ts'
import { type Frame, Layer, Malformed } from './frame.ts'
import { announceTransport } from './network.ts'
import { setPayload } from './payload.ts'
import { stopMalformed, stopShort } from './stop.ts'
import { tunnelOf } from './tunnel-port.ts'

/** UDP (RFC 768). A tunnel is recognised by its destination port and checked by its own header. */
export function decodeUdp(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  announceTransport(frame, Layer.udp)
  if (frame.capturedEnd - at < 8) return stopShort(frame, at, 8)
  frame.layers |= Layer.udp
  frame.transportOffset = at
  frame.sourcePort = readUint16(bytes, at)
  frame.destinationPort = readUint16(bytes, at + 2)
  let length = readUint16(bytes, at + 4)
  // 0 is a jumbogram (RFC 2675), which only IPv6 can carry.
  if (length === 0 && (frame.layers & Layer.ipv6) !== 0) length = frame.wireEnd - at
  if (length < 8) return stopMalformed(frame, Malformed.badLength, at + 4)
  // The first fragment has the length of the whole datagram.
  const isShort = at + length > frame.wireEnd
  setPayload(frame, at + 8, isShort ? frame.wireEnd : at + length)
  if (isShort && (frame.layers & Layer.fragment) === 0) {
    return stopMalformed(frame, Malformed.badLength, at + 4)
  }
  if (isDns(frame)) frame.layers |= Layer.dns
  frame.at = at + 8
  return tunnelOf(frame.sourcePort, frame.destinationPort)
}
