import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { headerOfFamily } from './loopback.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** The shortest header that OpenBSD's pf ever wrote; later ones are longer. */
const headerLengthMin = 45

/** PFLOG, what pf logs on pfSense, OPNsense and the BSDs: a length, an address family, a packet. */
export function decodePacketFilterLog(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 2) return stopShort(frame, at, 2)
  const length = bytes[at] as number
  if (length < headerLengthMin) return stopMalformed(frame, Malformed.badLength, at)
  // The length leaves out what fills the header up to four bytes.
  const padded = (length + 3) & ~3
  if (frame.capturedEnd - at < padded) return stopShort(frame, at, padded)
  frame.at = at + padded
  return headerOfFamily(bytes[at + 1] as number)
}

/** BSD's interface of IPsec: family, SPI and flags in the machine's own byte order. */
export function decodeIpsecInterface(_bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 12) return stopShort(frame, at, 12)
  frame.at = at + 12
  return Header.ipByVersion
}
