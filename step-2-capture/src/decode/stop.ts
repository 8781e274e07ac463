import { type Frame, Layer, Malformed } from './frame.ts'
import { Header } from './header.ts'

/** Decoding ends because the bytes at `at` make no sense. */
export function stopMalformed(frame: Frame, reason: number, at: number): number {
  if (frame.malformed === Malformed.none) {
    frame.malformed = reason
    frame.malformedOffset = at
  }
  return Header.none
}

/**
 * Decoding ends because `count` bytes from `at` on are not all there. That is the sender's fault
 * when they were not on the wire either, and otherwise the capture's snap length.
 */
export function stopShort(frame: Frame, at: number, count: number): number {
  if (at + count > frame.wireEnd) return stopMalformed(frame, Malformed.truncated, at)
  frame.layers |= Layer.cut
  return Header.none
}
