import { readUint16 } from './big-endian.ts'
import { decodeTypeOrLength } from './ethernet.ts'
import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { stopMalformed, stopShort } from './stop.ts'

/** Tags of a fixed length between an EtherType and the next one, which is the last two bytes. */
const TagLength = { bridgePort: 8, virtualInterface: 6, ciscoMetadata: 8, redundancy: 6 } as const

/** E-tag of IEEE 802.1BR. */
export function decodeBridgePortTag(bytes: Uint8Array, frame: Frame): number {
  return skipTag(bytes, frame, TagLength.bridgePort)
}

/** VN-tag, Cisco's forerunner of it. */
export function decodeVirtualInterfaceTag(bytes: Uint8Array, frame: Frame): number {
  return skipTag(bytes, frame, TagLength.virtualInterface)
}

/** Cisco's metadata, a security group as a rule. */
export function decodeCiscoMetadata(bytes: Uint8Array, frame: Frame): number {
  return skipTag(bytes, frame, TagLength.ciscoMetadata)
}

/** HSR's tag (IEC 62439-3) and that of IEEE 802.1CB, by which copies of a frame are recognised. */
export function decodeRedundancyTag(bytes: Uint8Array, frame: Frame): number {
  return skipTag(bytes, frame, TagLength.redundancy)
}

/** A provider's backbone bridge (IEEE 802.1ah): four bytes of service, then the customer's frame. */
export function decodeBackboneTag(_bytes: Uint8Array, frame: Frame): number {
  frame.at += 4
  return Header.ethernet
}

/** TRILL (RFC 6325, section 3): six bytes and options in words of four, then the frame. */
export function decodeTrill(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 6) return stopShort(frame, at, 6)
  const optionWords = (readUint16(bytes, at) >>> 6) & 0x1f
  frame.at = at + 6 + (optionWords << 2)
  return Header.ethernet
}

/** Cisco's FabricPath: two bytes of tag, then the frame that a switch wrapped up. */
export function decodeFabricPath(_bytes: Uint8Array, frame: Frame): number {
  frame.at += 2
  return Header.ethernet
}

/** Bits of MACsec's first byte: a channel identifier follows; the payload is encrypted, changed. */
const Security = { version: 0x80, channel: 0x20, encrypted: 0x08, changed: 0x04 } as const
/** The integrity check value at the end of the frame. */
const integrityLength = 16

/** MACsec (IEEE 802.1AE) where it only protects integrity; what is encrypted stays closed. */
export function decodeMacSecurity(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 6) return stopShort(frame, at, 6)
  const flags = bytes[at] as number
  if ((flags & Security.version) !== 0) return stopMalformed(frame, Malformed.badVersion, at)
  if ((flags & (Security.encrypted | Security.changed)) !== 0) return Header.none
  const length = (flags & Security.channel) === 0 ? 6 : 14
  frame.wireEnd -= integrityLength
  frame.capturedEnd = Math.min(frame.capturedEnd, frame.wireEnd)
  return skipTag(bytes, frame, length + 2)
}

function skipTag(bytes: Uint8Array, frame: Frame, length: number): number {
  const at = frame.at
  if (frame.capturedEnd - at < length) return stopShort(frame, at, length)
  frame.at = at + length - 2
  return decodeTypeOrLength(bytes, frame)
}
