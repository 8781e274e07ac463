import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { headerOfNextProtocol } from './service-chain.ts'

/** Flags of the first byte: an identifier is there; the last of the reserved bytes says what follows. */
const VxlanFlag = { identifier: 0x08, nextProtocol: 0x04, policy: 0x80 } as const

/**
 * VXLAN (RFC 7348) and its generic extension (draft-ietf-nvo3-vxlan-gpe). A UDP payload that does
 * not look like either is left alone.
 */
export function decodeVxlan(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 8) return Header.none
  const flags = bytes[at] as number
  // A group policy (draft-smith-vxlan-group-policy), as Linux and Cisco's fabrics send, may be set.
  const known = VxlanFlag.identifier | VxlanFlag.nextProtocol | VxlanFlag.policy
  if ((flags & VxlanFlag.identifier) === 0 || (flags & ~known) !== 0) return Header.none
  frame.at = at + 8
  if ((flags & VxlanFlag.nextProtocol) === 0) return Header.ethernet
  return headerOfNextProtocol(bytes[at + 3] as number)
}
