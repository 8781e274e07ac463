import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** EtherIP (RFC 3378): version 3 and twelve bits of zero before the Ethernet frame. */
export function decodeEtherIp(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 2) return stopShort(frame, at, 2)
  if ((bytes[at] as number) >>> 4 !== 3) return stopMalformed(frame, Malformed.badVersion, at)
  frame.at = at + 2
  return Header.ethernet
}
