import { readUint16, readUint32 } from './big-endian.ts'
import { type Frame, IpProtocol, Layer, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { headerOfIpProtocol } from './ip-protocol.ts'
import { announceNetwork, enterFragment, enterNetwork } from './network.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** RFC 8200 has six kinds and lets one of them come twice; more are made to tire a decoder. */
export const extensionHeaderCountMax = 16

/** Extension headers of the common shape: next header, length in units of 8 bytes beyond 8. */
const Extension = {
  hopByHop: 0,
  routing: 43,
  fragment: 44,
  destination: 60,
  mobility: 135,
  hostIdentity: 139,
  shim6: 140,
} as const

/** IPv6 (RFC 8200) with its extension headers. Only the first fragment goes on. */
export function decodeIpv6(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 1) return stopShort(frame, at, 40)
  if ((bytes[at] as number) >>> 4 !== 6) return stopMalformed(frame, Malformed.badVersion, at)
  announceNetwork(frame, Layer.ipv6)
  if (frame.capturedEnd - at < 40) return stopShort(frame, at, 40)
  const payload = readUint16(bytes, at + 4)
  // 0 is a jumbogram (RFC 2675) or a card that cuts segments itself: the link knows the length.
  const length = payload === 0 ? frame.wireEnd - at : 40 + payload

  enterNetwork(frame, Layer.ipv6, at)
  frame.sourceAddressOffset = at + 8
  frame.destinationAddressOffset = at + 24
  frame.addressLength = 16
  frame.timeToLive = bytes[at + 7] as number
  frame.ipLength = length
  frame.at = at + 40
  if (at + length < frame.wireEnd) frame.wireEnd = at + length
  if (at + length < frame.capturedEnd) frame.capturedEnd = at + length
  return decodeExtensions(bytes, frame, bytes[at + 6] as number)
}

/** Walks the chain of extension headers from `frame.at` to the transport. */
function decodeExtensions(bytes: Uint8Array, frame: Frame, firstHeader: number): number {
  let header = firstHeader
  for (let count = 0; isExtension(header); count++) {
    const at = frame.at
    if (count === extensionHeaderCountMax) return stopMalformed(frame, Malformed.tooDeep, at)
    if (frame.capturedEnd - at < 8) return stopShort(frame, at, 8)
    frame.protocol = header
    const following = bytes[at] as number
    if (header === Extension.fragment) {
      if (!decodeFragment(bytes, frame)) {
        frame.protocol = following
        return Header.none
      }
      frame.at = at + 8
    } else {
      frame.at = at + 8 + ((bytes[at + 1] as number) << 3)
    }
    header = following
  }
  frame.protocol = header
  return headerOfIpProtocol(header)
}

function isExtension(header: number): boolean {
  return (
    header === Extension.hopByHop ||
    header === Extension.routing ||
    header === Extension.fragment ||
    header === Extension.destination ||
    header === Extension.mobility ||
    header === Extension.hostIdentity ||
    header === Extension.shim6
  )
}

/** Whether the chain goes on here: what follows a later fragment's header is payload. */
function decodeFragment(bytes: Uint8Array, frame: Frame): boolean {
  const at = frame.at
  const word = readUint16(bytes, at + 2)
  // An atomic fragment (RFC 6946) is a whole packet with a fragment header.
  if ((word & 0xfff9) === 0) return true
  frame.fragmentOffset = word & 0xfff8
  frame.fragmentId = readUint32(bytes, at + 4)
  enterFragment(frame)
  return frame.fragmentOffset === 0
}

/** The authentication header (RFC 4302) of either IP version, which hides nothing. */
export function decodeAuthentication(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 12) return stopShort(frame, at, 12)
  const length = ((bytes[at + 1] as number) + 2) << 2
  if (length < 12) return stopMalformed(frame, Malformed.badLength, at + 1)
  const header = bytes[at] as number
  frame.protocol = header
  frame.at = at + length
  return header === IpProtocol.ipv4 || header === IpProtocol.ipv6 || !isExtension(header)
    ? headerOfIpProtocol(header)
    : decodeExtensions(bytes, frame, header)
}
