import { readUint16 } from './big-endian.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

/** What switches and routers wrap around a copy of traffic that they send to an analyser. */

/** ERSPAN III, last two bytes of its header: kind of the frame, and whether eight bytes follow. */
const frameKindShift = 10
const frameKindMask = 0x1f
const FrameKind = { ethernet: 0, ip: 2 } as const
const platformHeader = 1

/** ERSPAN type III (draft-foschiano-erspan, section 4.3): twelve bytes, and eight more at times. */
export function decodeMirror(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 12) return stopShort(frame, at, 12)
  const word = readUint16(bytes, at + 10)
  frame.at = at + 12 + ((word & platformHeader) === 0 ? 0 : 8)
  const kind = (word >>> frameKindShift) & frameKindMask
  if (kind === FrameKind.ethernet) return Header.ethernet
  return kind === FrameKind.ip ? Header.ipByVersion : Header.none
}

/** TZSP: types that carry a packet, protocols of it, and tags that have no length. */
const TzspType = { received: 0, transmit: 1 } as const
const TzspTag = { padding: 0, end: 1 } as const
/** A receiver writes about ten. */
const tagCountMax = 32

/** TZSP, as MikroTik and wireless sensors stream packets: version 1, a type, a protocol, tags. */
export function decodeTzsp(bytes: Uint8Array, frame: Frame): number {
  const start = frame.at
  if (frame.capturedEnd - start < 5 || bytes[start] !== 1) return Header.none
  const type = bytes[start + 1]
  if (type !== TzspType.received && type !== TzspType.transmit) return Header.none
  let at = start + 4
  for (let count = 0; count < tagCountMax && at < frame.capturedEnd; count++) {
    const tag = bytes[at] as number
    at++
    if (tag === TzspTag.end) {
      frame.at = at
      return headerOfTzsp(readUint16(bytes, start + 2))
    }
    if (tag !== TzspTag.padding) at += 1 + (at < frame.capturedEnd ? (bytes[at] as number) : 0)
  }
  return Header.none
}

function headerOfTzsp(protocol: number): number {
  switch (protocol) {
    case 0x01:
      return Header.ethernet
    case 0x02:
      return Header.tokenRing
    case 0x04:
      return Header.ppp
    case 0x05:
      return Header.fddi
    case 0x07:
      return Header.ipByVersion
    case 0x12:
      return Header.ieee80211
    case 0x77:
      return Header.prism
    case 0x7f:
      return Header.wlanSniffer
    default:
      return Header.none
  }
}
