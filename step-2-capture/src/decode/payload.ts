import type { Frame } from './frame.ts'

/** The transport's payload starts at `at`, and by the headers ends at `wireEnd`. */
export function setPayload(frame: Frame, at: number, wireEnd: number): void {
  const end = Math.min(wireEnd, frame.capturedEnd)
  frame.payloadOffset = at
  frame.payloadLength = end > at ? end - at : 0
  frame.payloadWireLength = wireEnd > at ? wireEnd - at : 0
}
