import { readUint16 } from './big-endian.ts'
import { type Frame, Layer } from './frame.ts'
import { Header } from './header.ts'
import { announceTransport } from './network.ts'
import { setPayload } from './payload.ts'
import { stopShort } from './stop.ts'

/** SCTP (RFC 9260): the ports; its chunks are the payload. */
export function decodeSctp(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  announceTransport(frame, Layer.sctp)
  if (frame.capturedEnd - at < 12) return stopShort(frame, at, 12)
  frame.layers |= Layer.sctp
  frame.transportOffset = at
  frame.sourcePort = readUint16(bytes, at)
  frame.destinationPort = readUint16(bytes, at + 2)
  setPayload(frame, at + 12, frame.wireEnd)
  return Header.none
}
