import { readUint16, readUint32 } from './big-endian.ts'
import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** What capture cards and switches write before a frame. */

/** Record types of Endace's extensible record format that carry packets, extensions left out. */
const RecordType = { hdlc: 1, ethernet: 2, ethernetColour: 11, ipv4: 22, ipv6: 23 } as const
const moreExtensions = 0x80
const extensionBytes = 8
const extensionCountMax = 16

/** ERF: time, type, flags and lengths in 16 bytes, then extensions of eight bytes each. */
export function decodeRecordFormat(bytes: Uint8Array, frame: Frame): number {
  const start = frame.at
  let at = start + 16
  if (frame.capturedEnd < at) return stopShort(frame, start, 16)
  const type = bytes[start + 8] as number
  let hasMore = (type & moreExtensions) !== 0
  for (let count = 0; hasMore; count++) {
    if (count === extensionCountMax) return stopMalformed(frame, Malformed.tooDeep, at)
    if (frame.capturedEnd - at < extensionBytes) return stopShort(frame, at, extensionBytes)
    hasMore = ((bytes[at] as number) & moreExtensions) !== 0
    at += extensionBytes
  }
  frame.at = at
  switch (type & ~moreExtensions) {
    case RecordType.ethernet:
    case RecordType.ethernetColour:
      // An offset and a byte that aligns the IP header.
      frame.at = at + 2
      return Header.ethernet
    case RecordType.hdlc:
      return Header.ppp
    case RecordType.ipv4:
      return Header.ipv4
    case RecordType.ipv6:
      return Header.ipv6
    default:
      return Header.none
  }
}

/** Hilscher's netANALYZER: four bytes of its own, and in the transparent mode a preamble. */
export function decodeNetAnalyzer(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at + 4
  if (frame.capturedEnd - at < 8) return stopShort(frame, frame.at, 12)
  const hasPreamble = readUint32(bytes, at) === 0x55555555 && readUint16(bytes, at + 4) === 0x5555
  frame.at = hasPreamble ? at + 8 : at
  return Header.ethernet
}

/** The last byte of a preamble: an express frame, or the start of one that may be interrupted. */
const frameStarts = [0xd5, 0xe6, 0x4c, 0x7f, 0xb3]
const preambleBytesMax = 8

/** An mPacket (IEEE 802.3br): preamble, start, frame. Continuations of a frame start none. */
export function decodeFramePreemption(bytes: Uint8Array, frame: Frame): number {
  const start = frame.at
  for (let at = start; at < start + preambleBytesMax; at++) {
    if (at >= frame.capturedEnd) return stopShort(frame, start, preambleBytesMax)
    const byte = bytes[at] as number
    if (byte === 0x55) continue
    frame.at = at + 1
    return frameStarts.includes(byte) ? Header.ethernet : Header.none
  }
  return Header.none
}

const prismBytes = 144

/** Prism: a fixed header that old wireless cards write before the frame. */
export function decodePrism(_bytes: Uint8Array, frame: Frame): number {
  return skipTo(frame, prismBytes)
}

/** AVS: a version that names it, and a length. */
export function decodeWlanSniffer(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 8) return stopShort(frame, at, 8)
  const length = readUint32(bytes, at + 4)
  if (length < 8 || length > 256) return stopMalformed(frame, Malformed.badLength, at + 4)
  return skipTo(frame, length)
}

function skipTo(frame: Frame, length: number): number {
  const at = frame.at
  if (frame.capturedEnd - at < length) return stopShort(frame, at, length)
  frame.at = at + length
  return Header.ieee80211
}
