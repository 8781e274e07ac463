import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { readLittleUint16 } from './little-endian.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** Radiotap (https://www.radiotap.org): version 0 and a little-endian length; fields are skipped. */
export function decodeRadiotap(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 8) return stopShort(frame, at, 8)
  if (bytes[at] !== 0) return stopMalformed(frame, Malformed.badVersion, at)
  const length = readLittleUint16(bytes, at + 2)
  if (length < 8) return stopMalformed(frame, Malformed.badLength, at + 2)
  frame.at = at + length
  return Header.ieee80211
}
