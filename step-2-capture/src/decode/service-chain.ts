import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** Values of the next-protocol field (RFC 8300, section 2.2). */
const NextProtocol = { ipv4: 1, ipv6: 2, ethernet: 3, serviceChain: 4, mpls: 5 } as const

/** The network service header (RFC 8300): its length is in words of four bytes. */
export function decodeServiceChain(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 8) return stopShort(frame, at, 8)
  const length = ((bytes[at + 1] as number) & 0x3f) << 2
  if (length < 8) return stopMalformed(frame, Malformed.badLength, at + 1)
  frame.at = at + length
  return headerOfNextProtocol(bytes[at + 3] as number)
}

/** Service chains and VXLAN's generic extension share their numbers. */
export function headerOfNextProtocol(protocol: number): number {
  switch (protocol) {
    case NextProtocol.ipv4:
      return Header.ipv4
    case NextProtocol.ipv6:
      return Header.ipv6
    case NextProtocol.ethernet:
      return Header.ethernet
    case NextProtocol.serviceChain:
      return Header.serviceChain
    case NextProtocol.mpls:
      return Header.mpls
    default:
      return Header.none
  }
}
