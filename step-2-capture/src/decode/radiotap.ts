import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** Radiotap (https://www.radiotap.org): version 0 and a little-endian length; fields are skipped. */
export function decodeRadiotap(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 8) return stopShort(frame, at, 8)
  if (bytes[at] !== 0) return stopMalformed(frame, Malformed.badVersion, at)
  const length = (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8)
  if (length < 8) return stopMalformed(frame, Malformed.badLength, at + 2)
  frame.at = at + length
  return Header.ieee80211
}
