import type { Frame } from './frame.ts'
import { Header } from './header.ts'

/** VXLAN (RFC 7348): a UDP payload that does not look like it is left alone. */
export function decodeVxlan(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 8) return Header.none
  if (bytes[at] !== 0x08) return Header.none
  frame.at = at + 8
  return Header.ethernet
}
