import { readUint16, readUint32 } from './big-endian.ts'
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
  frame.sourcePort = readUint16(bytes, at)
  frame.destinationPort = readUint16(bytes, at + 2)
  frame.tcpSequence = readUint32(bytes, at + 4)
  frame.tcpAcknowledgement = readUint32(bytes, at + 8)
  frame.tcpFlags = bytes[at + 13] as number
  frame.tcpWindow = readUint16(bytes, at + 14)
  setPayload(frame, at + headerLength, frame.wireEnd)
  if (isDns(frame)) frame.layers |= Layer.dns
  return Header.none
}
