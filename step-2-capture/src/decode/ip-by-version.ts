import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

/** Where nothing says which IP it is, the first four bits do. */
export function decodeIpByVersion(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 1) return stopShort(frame, at, 1)
  const version = (bytes[at] as number) >>> 4
  return version === 4 ? Header.ipv4 : version === 6 ? Header.ipv6 : Header.none
}
