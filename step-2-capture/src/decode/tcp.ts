import { isDns } from './dns-port.ts'
import { type Frame, Layer, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { announceTransport } from './network.ts'
import { setPayload } from './payload.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** TCP (RFC 9293). Options lie between `transportOffset + 20` and `payloadOffset`. */
export function decodeTcp(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  announceTransport(frame, Layer.tcp)
  if (frame.capturedEnd - at < 20) return stopShort(frame, at, 20)
  const headerLength = ((bytes[at + 12] as number) >>> 4) << 2
  if (headerLength < 20 || at + headerLength > frame.wireEnd) {
    return stopMalformed(frame, Malformed.badLength, at + 12)
  }
  frame.layers |= Layer.tcp
  frame.transportOffset = at
  frame.sourcePort = ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
  frame.destinationPort = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)
  frame.tcpSequence =
    (((bytes[at + 4] as number) << 24) |
      ((bytes[at + 5] as number) << 16) |
      ((bytes[at + 6] as number) << 8) |
      (bytes[at + 7] as number)) >>>
    0
  frame.tcpAcknowledgement =
    (((bytes[at + 8] as number) << 24) |
      ((bytes[at + 9] as number) << 16) |
      ((bytes[at + 10] as number) << 8) |
      (bytes[at + 11] as number)) >>>
    0
  frame.tcpFlags = bytes[at + 13] as number
  frame.tcpWindow = ((bytes[at + 14] as number) << 8) | (bytes[at + 15] as number)
  setPayload(frame, at + headerLength, frame.wireEnd)
  if (isDns(frame)) frame.layers |= Layer.dns
  return Header.none
}
