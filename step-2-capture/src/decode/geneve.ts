import { readUint16 } from './big-endian.ts'
import { headerOfEtherType } from './ether-type.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'

/** Geneve (RFC 8926): version 0, options skipped. */
export function decodeGeneve(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 8) return Header.none
  if ((bytes[at] as number) >>> 6 !== 0) return Header.none
  const type = readUint16(bytes, at + 2)
  frame.at = at + 8 + (((bytes[at] as number) & 0x3f) << 2)
  return headerOfEtherType(type)
}
