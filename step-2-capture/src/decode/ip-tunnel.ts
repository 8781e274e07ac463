import { readUint16 } from './big-endian.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'

/*
 * Tunnels over UDP whose own header says little: they are entered only where a packet with the length
 * of the rest of the datagram follows, because any program may have been given their port.
 */

/** What may stand before the packet (RFC 4380, section 5.1.1): authentication, then the origin. */
const authentication = 0x0001
const origin = 0x0000
const originBytes = 8

/** Teredo: IPv6 in UDP. */
export function decodeTeredo(bytes: Uint8Array, frame: Frame): number {
  let at = frame.at
  if (frame.capturedEnd - at < 4) return Header.none
  if (readUint16(bytes, at) === authentication) {
    at += 13 + (bytes[at + 2] as number) + (bytes[at + 3] as number)
  }
  if (frame.capturedEnd - at >= 2 && readUint16(bytes, at) === origin) at += originBytes
  if (!fillsRest(bytes, frame, at) || (bytes[at] as number) >>> 4 !== 6) return Header.none
  frame.at = at
  return Header.ipv6
}

/** LISP's data (RFC 9300, section 5): eight bytes of flags, nonce and instance before the packet. */
export function decodeLisp(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at + 8
  if (!fillsRest(bytes, frame, at)) return Header.none
  frame.at = at
  return Header.ipByVersion
}

/** Labels of MPLS over UDP (RFC 7510); a network that has a stack of more has no need of UDP. */
const labelCountMax = 4

/** MPLS over UDP: the label stack is checked here, and read by the decoder of MPLS. */
export function decodeLabelsInUdp(bytes: Uint8Array, frame: Frame): number {
  let at = frame.at
  for (let count = 0; count < labelCountMax && frame.capturedEnd - at >= 4; count++) {
    at += 4
    if (((bytes[at - 2] as number) & 1) === 0) continue
    return fillsRest(bytes, frame, at) ? Header.mpls : Header.none
  }
  return Header.none
}

/** WCCP version 2 puts four bytes before the packet that it redirects to a cache, version 1 none. */
export function decodeCacheRedirect(bytes: Uint8Array, frame: Frame): number {
  const { at } = frame
  const isBare = at < frame.capturedEnd && (bytes[at] as number) >>> 4 === 4
  if (!isBare) frame.at = at + 4
  return Header.ipByVersion
}

/** Whether an IP packet that starts here ends where the datagram does. */
function fillsRest(bytes: Uint8Array, frame: Frame, at: number): boolean {
  if (frame.capturedEnd - at < 8) return false
  const rest = frame.payloadOffset + frame.payloadWireLength - at
  const version = (bytes[at] as number) >>> 4
  if (version === 4) return readUint16(bytes, at + 2) === rest
  return version === 6 && readUint16(bytes, at + 4) + 40 === rest
}
