import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** Stacks in use have up to five labels. */
export const mplsLabelCountMax = 16

/**
 * MPLS label stack (RFC 3032). Nothing says what it carries, so as every analyser does, the first
 * four bits after it are taken for an IP version; a control word (RFC 4385) means Ethernet.
 */
export function decodeMpls(bytes: Uint8Array, frame: Frame): number {
  for (let count = 0; ; count++) {
    const at = frame.at
    if (count === mplsLabelCountMax) return stopMalformed(frame, Malformed.tooDeep, at)
    if (frame.capturedEnd - at < 4) return stopShort(frame, at, 4)
    frame.at = at + 4
    const isBottom = ((bytes[at + 2] as number) & 1) === 1
    if (isBottom) return payloadOf(bytes, frame)
  }
}

function payloadOf(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 4) return Header.none
  const version = (bytes[at] as number) >>> 4
  if (version === 4) return Header.ipv4
  if (version === 6) return Header.ipv6
  if (version !== 0) return Header.none
  frame.at = at + 4
  return Header.ethernet
}
