import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

/** AF_INET6 of Linux, Windows, the BSDs (two) and macOS. AF_INET is 2 everywhere. */
const ipv6Families = [10, 23, 24, 28, 30]

/** LINKTYPE_NULL: an address family in the byte order of the machine that captured. */
export function decodeLoopbackHost(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 4) return stopShort(frame, at, 4)
  frame.at = at + 4
  // Families are small numbers, so the order is the one in which it is small.
  const isLittle = bytes[at] !== 0
  return headerOfFamily(familyOf(bytes, isLittle ? at : at + 2, isLittle))
}

/** LINKTYPE_LOOP (OpenBSD): the same in network byte order. */
export function decodeLoopbackNetwork(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 4) return stopShort(frame, at, 4)
  frame.at = at + 4
  return headerOfFamily(familyOf(bytes, at + 2, false))
}

function familyOf(bytes: Uint8Array, at: number, isLittle: boolean): number {
  const first = bytes[at] as number
  const second = bytes[at + 1] as number
  return isLittle ? first | (second << 8) : (first << 8) | second
}

/** The header of an address family, in the numbers of any system. */
export function headerOfFamily(family: number): number {
  if (family === 2) return Header.ipv4
  return ipv6Families.includes(family) ? Header.ipv6 : Header.none
}
