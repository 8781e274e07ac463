import { readUint16, readUint32 } from './big-endian.ts'
import { EtherType } from './ether-type.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'

/** L2TP's first two bytes: control message, which fields there are, and the version. */
const L2tp = { control: 0x8000, length: 0x4000, sequence: 0x0800, offset: 0x0200 } as const
const versionMask = 0x000f
const reservedMask = 0x34f0

/** L2TP over UDP: version 2 (RFC 2661) carries PPP, version 3 (RFC 3931) pseudowires. */
export function decodeLayerTwoTunnel(bytes: Uint8Array, frame: Frame): number {
  const start = frame.at
  if (frame.capturedEnd - start < 8) return Header.none
  const flags = readUint16(bytes, start)
  const version = flags & versionMask
  if ((flags & (L2tp.control | reservedMask)) !== 0) return Header.none
  if (version === 3) {
    frame.at = start + 4
    return Header.pseudowire
  }
  if (version !== 2) return Header.none
  const hasLength = (flags & L2tp.length) !== 0
  if (hasLength && readUint16(bytes, start + 2) !== frame.payloadWireLength) return Header.none
  let at = start + (hasLength ? 8 : 6)
  if ((flags & L2tp.sequence) !== 0) at += 4
  if ((flags & L2tp.offset) !== 0) {
    if (frame.capturedEnd - at < 2) return Header.none
    at += 2 + readUint16(bytes, at)
  }
  if (at >= frame.capturedEnd) return Header.none
  frame.at = at
  return Header.ppp
}

/** Bytes of a cookie (0, 4 or 8) and of the sublayer behind it (0 or 4), which only the ends know. */
const pseudowireOffsets = [0, 4, 8, 12]

/**
 * L2TP version 3: a session, then an Ethernet frame at a place that was agreed upon before. The first
 * place at which a frame with a sound start of IP, ARP or a tag stands is taken.
 */
export function decodePseudowire(bytes: Uint8Array, frame: Frame): number {
  const start = frame.at
  if (frame.capturedEnd - start < 4 || readUint32(bytes, start) === 0) return Header.none
  for (const offset of pseudowireOffsets) {
    const at = start + 4 + offset
    if (frame.capturedEnd - at < 16) return Header.none
    if (!isFrameStart(bytes, at)) continue
    frame.at = at
    return Header.ethernet
  }
  return Header.none
}

function isFrameStart(bytes: Uint8Array, at: number): boolean {
  const type = readUint16(bytes, at + 12)
  const first = bytes[at + 14] as number
  if (type === EtherType.ipv4) return first >>> 4 === 4
  if (type === EtherType.ipv6) return first >>> 4 === 6
  return type === EtherType.vlan || (type === EtherType.arp && first === 0)
}
