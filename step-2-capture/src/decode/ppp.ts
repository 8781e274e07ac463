import { readUint16 } from './big-endian.ts'
import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** PPP protocol numbers (IANA) that carry packets. */
const PppProtocol = {
  ipv4: 0x0021,
  bridge: 0x0031,
  ipv6: 0x0057,
  mpls: 0x0281,
  mplsMulticast: 0x0283,
} as const

/** Addresses of Cisco's HDLC for one and for all, which captures call PPP at times. */
const CiscoAddress = { unicast: 0x0f, multicast: 0x8f } as const

/** PPP in HDLC-like framing (RFC 1662); address and control may be left out (section 3.2). */
export function decodePpp(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 2) return stopShort(frame, at, 2)
  const address = bytes[at]
  if (address === CiscoAddress.unicast || address === CiscoAddress.multicast) {
    return Header.ciscoHdlc
  }
  if (address === 0xff && bytes[at + 1] === 0x03) frame.at = at + 2
  return decodePppProtocol(bytes, frame)
}

/** A session's packet of PPP over Ethernet (RFC 2516). */
export function decodePppoe(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 6) return stopShort(frame, at, 6)
  if (bytes[at] !== 0x11) return stopMalformed(frame, Malformed.badVersion, at)
  const end = at + 6 + readUint16(bytes, at + 4)
  if (end < frame.wireEnd) frame.wireEnd = end
  if (end < frame.capturedEnd) frame.capturedEnd = end
  frame.at = at + 6
  return decodePppProtocol(bytes, frame)
}

/** The protocol field of one or two bytes: the last byte of a number is odd, the others even. */
function decodePppProtocol(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 1) return stopShort(frame, at, 1)
  let protocol = bytes[at] as number
  frame.at = at + 1
  if ((protocol & 1) === 0) {
    if (frame.capturedEnd - at < 2) return stopShort(frame, at, 2)
    protocol = (protocol << 8) | (bytes[at + 1] as number)
    frame.at = at + 2
  }
  switch (protocol) {
    case PppProtocol.ipv4:
      return Header.ipv4
    case PppProtocol.ipv6:
      return Header.ipv6
    case PppProtocol.mpls:
    case PppProtocol.mplsMulticast:
      return Header.mpls
    case PppProtocol.bridge:
      return Header.pppBridge
    default:
      return Header.none
  }
}

/** PPP with a byte before it that says which way it went. */
export function decodePppWithDirection(_bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 1) return stopShort(frame, at, 1)
  frame.at = at + 1
  return Header.ppp
}

/** Kind of the frame that PPP carries for a bridge (RFC 3518, section 4.2). */
const bridgedEthernet = 1

/** A bridge's frame in PPP: flags, a kind, and for Ethernet the frame from its addresses on. */
export function decodePppBridge(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 2) return stopShort(frame, at, 2)
  if (bytes[at + 1] !== bridgedEthernet) return Header.none
  frame.at = at + 2
  return Header.ethernet
}
