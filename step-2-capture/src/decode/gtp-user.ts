import type { Frame } from './frame.ts'
import { Header } from './header.ts'

/** A user's packet; all other messages are between the nodes themselves. */
const gPdu = 255
/** 5G uses one extension header, the PDU session container. */
const extensionCountMax = 4

/** GTP-U (3GPP TS 29.281, section 5): version 1 with its optional fields and extension headers. */
export function decodeGtpUser(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 8) return Header.none
  const flags = bytes[at] as number
  // Version 1, and the protocol type that is not GTP' (charging).
  if ((flags & 0xf0) !== 0x30 || bytes[at + 1] !== gPdu) return Header.none
  frame.at = at + 8
  if ((flags & 0x07) !== 0 && !skipOptional(bytes, frame)) return Header.none
  return Header.ipByVersion
}

/** Sequence number, N-PDU number and the chain of extension headers, in units of four bytes. */
function skipOptional(bytes: Uint8Array, frame: Frame): boolean {
  let at = frame.at + 3
  for (let count = 0; count <= extensionCountMax; count++) {
    if (at >= frame.capturedEnd) return false
    const isLast = bytes[at] === 0
    frame.at = at + 1
    if (isLast) return true
    if (at + 1 >= frame.capturedEnd) return false
    const length = (bytes[at + 1] as number) << 2
    if (length === 0) return false
    at += length
  }
  return false
}
