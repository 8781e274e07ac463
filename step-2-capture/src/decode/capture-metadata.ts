import { readUint16 } from './big-endian.ts'
import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { headerOfLinkType } from './link-header.ts'
import { readLittleUint16, readLittleUint32 } from './little-endian.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** PPI: a little-endian length and the link type that follows. */
export function decodePerPacketInformation(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 8) return stopShort(frame, at, 8)
  const length = readLittleUint16(bytes, at + 2)
  if (length < 8) return stopMalformed(frame, Malformed.badLength, at + 2)
  frame.at = at + length
  return headerOfLinkType(readLittleUint32(bytes, at + 4))
}

/** What every version of the header has. */
const packetTapLengthMin = 108

/** Apple's PKTAP: lengths and numbers of the machine that captured, which are little-endian. */
export function decodePacketTap(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 12) return stopShort(frame, at, 12)
  const length = readLittleUint32(bytes, at)
  if (length < packetTapLengthMin) return stopMalformed(frame, Malformed.badLength, at)
  if (frame.capturedEnd - at < length) return stopShort(frame, at, length)
  // Type 1 is a packet; others say what an interface did.
  if (readLittleUint32(bytes, at + 4) !== 1) return Header.none
  frame.at = at + length
  return headerOfLinkType(readLittleUint32(bytes, at + 8))
}

/** Attributes of a packet that Linux's netfilter logged. */
const payloadAttribute = 9
/** Netfilter knows about twenty. */
const attributeCountMax = 64

/** NFLOG: address family, version, group, then attributes in the byte order of the machine. */
export function decodeNetfilterLog(bytes: Uint8Array, frame: Frame): number {
  const start = frame.at
  if (frame.capturedEnd - start < 4) return stopShort(frame, start, 4)
  if (bytes[start + 1] !== 0) return stopMalformed(frame, Malformed.badVersion, start + 1)
  let at = start + 4
  for (let count = 0; count < attributeCountMax; count++) {
    if (frame.capturedEnd - at < 4) return stopShort(frame, at, 4)
    const length = readLittleUint16(bytes, at)
    const type = readLittleUint16(bytes, at + 2)
    if (length < 4) return stopMalformed(frame, Malformed.badLength, at)
    if (type === payloadAttribute) {
      frame.at = at + 4
      return Header.ipByVersion
    }
    at += (length + 3) & ~3
  }
  return Header.none
}

/** Address families of Solaris. */
const solarisIpv4 = 2
const solarisIpv6 = 26

/** Solaris IPNET: 24 bytes about the interface and the zones. */
export function decodeSolarisIpnet(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 24) return stopShort(frame, at, 24)
  frame.at = at + 24
  const family = bytes[at + 1] as number
  return family === solarisIpv4 ? Header.ipv4 : family === solarisIpv6 ? Header.ipv6 : Header.none
}

/** Bits of a Juniper header's flags: extensions follow; the link layer was taken off. */
const Juniper = { extensions: 0x80, withoutLinkLayer: 0x02 } as const

/** Juniper's Ethernet: "MGC", flags, and where they say so extensions with their length. */
export function decodeJuniperEthernet(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 6) return stopShort(frame, at, 6)
  if (bytes[at] !== 0x4d || bytes[at + 1] !== 0x47 || bytes[at + 2] !== 0x43) return Header.none
  const flags = bytes[at + 3] as number
  const hasExtensions = (flags & Juniper.extensions) !== 0
  const length = hasExtensions ? readUint16(bytes, at + 4) : -2
  frame.at = at + 6 + length
  return (flags & Juniper.withoutLinkLayer) === 0 ? Header.ethernet : Header.none
}
