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
  frame.sourcePort = ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
  frame.destinationPort = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)
  setPayload(frame, at + 12, frame.wireEnd)
  return Header.none
}
