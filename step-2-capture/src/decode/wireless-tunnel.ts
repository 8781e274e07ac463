import type { Frame } from './frame.ts'
import { Header } from './header.ts'

/** CAPWAP's header: its length in words, frames of 802.11, and a datagram in several parts. */
const Capwap = { lengthShift: 3, native: 0x01, fragment: 0x80, keepAlive: 0x08 } as const

/** CAPWAP (RFC 5415, section 4.3): what an access point sends to its controller, not encrypted. */
export function decodeCapwap(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  // A preamble that is not zero announces DTLS or another version.
  if (frame.capturedEnd - at < 8 || bytes[at] !== 0) return Header.none
  const flags = bytes[at + 3] as number
  const isLater = ((bytes[at + 6] as number) | ((bytes[at + 7] as number) & 0xf8)) !== 0
  if ((flags & Capwap.keepAlive) !== 0 || isLater) return Header.none
  const length = ((bytes[at + 1] as number) >>> Capwap.lengthShift) << 2
  if (length < 8) return Header.none
  frame.at = at + length
  return ((bytes[at + 2] as number) & Capwap.native) === 0 ? Header.ethernet : Header.ieee80211
}
