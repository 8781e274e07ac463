import { readUint16 } from './big-endian.ts'
import { headerOfEtherType } from './ether-type.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

const GreFlag = {
  checksum: 0x8000,
  routing: 0x4000,
  key: 0x2000,
  sequence: 0x1000,
  /** Only in version 1. */
  acknowledgement: 0x0080,
} as const
/** Types that are no EtherTypes: mirrors of switches, MikroTik's tunnel, and redirection to caches. */
const GreType = { erspan: 0x88be, erspan3: 0x22eb, ethernetOverIp: 0x6400, cache: 0x883e } as const

/** GRE (RFC 2784, 2890), and its version 1 that PPTP uses (RFC 2637). */
export function decodeGre(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 4) return stopShort(frame, at, 4)
  const flags = readUint16(bytes, at)
  const type = readUint16(bytes, at + 2)
  // Source routes (RFC 1701) were never used; what follows them is not guessed.
  if ((flags & GreFlag.routing) !== 0) return Header.none
  let length = 4
  if ((flags & GreFlag.checksum) !== 0) length += 4
  if ((flags & GreFlag.key) !== 0) length += 4
  if ((flags & GreFlag.sequence) !== 0) length += 4
  if ((flags & 7) === 1 && (flags & GreFlag.acknowledgement) !== 0) length += 4
  if (frame.capturedEnd - at < length) return stopShort(frame, at, length)
  frame.at = at + length
  switch (type) {
    case GreType.erspan:
      // Type II has a header of its own, and then GRE has a sequence number; type I has neither.
      if ((flags & GreFlag.sequence) !== 0) frame.at += 8
      return Header.ethernet
    case GreType.erspan3:
      return Header.mirror
    case GreType.ethernetOverIp:
      // The key's place holds the length and the tunnel's number.
      return Header.ethernet
    case GreType.cache:
      return Header.cacheRedirect
    default:
      return headerOfEtherType(type)
  }
}
