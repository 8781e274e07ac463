import { readUint16 } from './big-endian.ts'
import { etherTypeMin, headerOfEtherType } from './ether-type.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

/** Network layer protocol identifiers (ISO/IEC TR 9577) that RFC 2427 uses. */
const Nlpid = { ipv4: 0xcc, ipv6: 0x8e, snap: 0x80 } as const
const unnumberedInformation = 0x03

/** Frame relay: an address of two to four bytes, then RFC 2427, or Cisco's EtherType instead. */
export function decodeFrameRelay(bytes: Uint8Array, frame: Frame): number {
  const start = frame.at
  let at = start
  // The lowest bit says which byte of the address is the last.
  do {
    if (at >= frame.capturedEnd) return stopShort(frame, at, 1)
    at++
  } while (at < start + 4 && ((bytes[at - 1] as number) & 1) === 0)
  if (frame.capturedEnd - at < 2) return stopShort(frame, at, 2)
  if (bytes[at] !== unnumberedInformation) return decodeEtherType(bytes, frame, at)
  if (bytes[at + 1] === 0) at++
  frame.at = at + 2
  return decodeNlpid(bytes, frame, at + 1)
}

function decodeNlpid(bytes: Uint8Array, frame: Frame, at: number): number {
  if (at >= frame.capturedEnd) return stopShort(frame, at, 1)
  frame.at = at + 1
  switch (bytes[at]) {
    case Nlpid.ipv4:
      return Header.ipv4
    case Nlpid.ipv6:
      return Header.ipv6
    case Nlpid.snap:
      // Organization and type; only the EtherTypes' own organization, zero, is followed.
      if (frame.capturedEnd - at < 6) return stopShort(frame, at, 6)
      if (bytes[at + 1] !== 0 || bytes[at + 2] !== 0 || bytes[at + 3] !== 0) return Header.none
      return decodeEtherType(bytes, frame, at + 4)
    default:
      return Header.none
  }
}

/** Cisco's keep-alive has the number that elsewhere means reverse ARP. */
const serialLineArp = 0x8035

/** Cisco's HDLC: address, control and an EtherType. */
export function decodeCiscoHdlc(bytes: Uint8Array, frame: Frame): number {
  const header = decodeEtherType(bytes, frame, frame.at + 2)
  return frame.etherType === serialLineArp ? Header.none : header
}

function decodeEtherType(bytes: Uint8Array, frame: Frame, at: number): number {
  if (frame.capturedEnd - at < 2) return stopShort(frame, at, 2)
  const type = readUint16(bytes, at)
  frame.at = at + 2
  if (type < etherTypeMin) return Header.none
  frame.etherType = type
  return headerOfEtherType(type)
}

/** SLIP as captures have it: the direction and fifteen bytes about compression. */
export function decodeSlip(_bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 16) return stopShort(frame, at, 16)
  frame.at = at + 16
  return Header.ipByVersion
}

/** The low bits of SunATM's first byte: what the cells carry. */
const sunAtmTypeMask = 0x0f
const sunAtmLlc = 2

/** SunATM: type, path and channel before an AAL5 packet; only RFC 2684's LLC says what it is. */
export function decodeSunAtm(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 4) return stopShort(frame, at, 4)
  frame.at = at + 4
  const type = (bytes[at] as number) & sunAtmTypeMask
  return type === sunAtmLlc ? Header.llc : Header.none
}

/** DOCSIS' frame control: packets have type 0, and the lowest bit says an extended header follows. */
const cablePacketMask = 0xc0
const cableExtended = 0x01

/** A cable modem's frame: control, a length of the extended header, the length of the rest. */
export function decodeCableModem(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 6) return stopShort(frame, at, 6)
  const control = bytes[at] as number
  if ((control & cablePacketMask) !== 0) return Header.none
  frame.at = at + 6 + ((control & cableExtended) === 0 ? 0 : (bytes[at + 1] as number))
  return Header.ethernet
}
