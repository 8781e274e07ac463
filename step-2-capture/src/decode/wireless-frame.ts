import { LinkType } from '../pcap/link-type.ts'
import type { Packet } from '../pcap/packet.ts'
import { readUint32 } from './big-endian.ts'
import type { Frame } from './frame.ts'
import { readLittleUint16, readLittleUint32 } from './little-endian.ts'

/** What a management frame of Wi-Fi is for (IEEE 802.11, 9.3.3). */
export const WirelessKind = {
  none: 0,
  /** A station asks to authenticate or to associate. */
  joining: 1,
  /** A beacon: an access point says its name to all. */
  announcement: 2,
  /** A probe response: it says its name to a station that asked. */
  answer: 3,
  /** Deauthentication or disassociation, of one station or of all. */
  leaving: 4,
} as const

/** How a network is protected, as its access point says. */
export const WirelessSecurity = { open: 0, wep: 1, wpa: 2 } as const

/** Subtypes of management frames. */
export const WirelessSubtype = {
  associationRequest: 0,
  reassociationRequest: 2,
  probeResponse: 5,
  beacon: 8,
  disassociation: 10,
  authentication: 11,
  deauthentication: 12,
} as const

/** Bits of the second byte of frame control. */
const Control = { retry: 0x08, encrypted: 0x40, order: 0x80 } as const
const Element = { name: 0, rsn: 48, vendor: 221 } as const
/** Vendor elements: WPA (Microsoft), and the transition to encryption without a password (RFC 8110). */
const wpaVendor = 0x0050f201
const transitionVendor = 0x506f9a1c
const privacyBit = 0x10
/** Timestamp, interval and capabilities stand before the elements of a beacon. */
const beaconHeadBytes = 12
/** Bits of radiotap's first fields, and of the flags among them: the checksum is wrong. */
const Radiotap = { hasTime: 1, hasFlags: 2, hasMore: 2 ** 31, badChecksum: 0x40 } as const

/** The head of a management frame of Wi-Fi, as offsets into its bytes. Reused. */
export class WirelessFrame {
  /** Its WirelessKind; `none` too for one that is encrypted or damaged. Then the rest is not set. */
  kind: number = WirelessKind.none
  /** To whom, from whom, and of which access point. */
  receiverOffset = -1
  senderOffset = -1
  accessPointOffset = -1
  subtype = 0
  /** It was sent before, and not confirmed. */
  isRetry = false
  /** Of beacons and answers: the clock of the access point, the name, and how it is protected. */
  timestampOffset = -1
  nameStart = -1
  nameEnd = -1
  security: number = WirelessSecurity.open

  /** Reads a frame with `Layer.wirelessManagement`. */
  read(packet: Packet, frame: Frame): void {
    this.kind = this.#readKind(packet, frame)
  }

  #readKind(packet: Packet, frame: Frame): number {
    const { bytes } = packet
    const at = frame.destinationMacOffset - 4
    const control = bytes[at + 1] as number
    if ((control & Control.encrypted) !== 0 || isDamaged(packet)) return WirelessKind.none
    this.isRetry = (control & Control.retry) !== 0
    this.receiverOffset = at + 4
    this.senderOffset = at + 10
    this.accessPointOffset = at + 16
    const body = at + ((control & Control.order) === 0 ? 24 : 28)
    this.subtype = (bytes[at] as number) >>> 4
    switch (this.subtype) {
      case WirelessSubtype.associationRequest:
      case WirelessSubtype.reassociationRequest:
        return WirelessKind.joining
      case WirelessSubtype.authentication:
        return this.#readAuthentication(bytes, body, frame.capturedEnd)
      case WirelessSubtype.deauthentication:
      case WirelessSubtype.disassociation:
        return WirelessKind.leaving
      case WirelessSubtype.beacon:
        return this.#readBeacon(bytes, body, frame.capturedEnd)
          ? WirelessKind.announcement
          : WirelessKind.none
      case WirelessSubtype.probeResponse:
        return this.#readBeacon(bytes, body, frame.capturedEnd)
          ? WirelessKind.answer
          : WirelessKind.none
      default:
        return WirelessKind.none
    }
  }

  /** The first message is the station's; the access point answers with the second. */
  #readAuthentication(bytes: Uint8Array, body: number, end: number): number {
    if (body + 4 > end) return WirelessKind.none
    return readLittleUint16(bytes, body + 2) === 1 ? WirelessKind.joining : WirelessKind.none
  }

  #readBeacon(bytes: Uint8Array, body: number, end: number): boolean {
    if (body + beaconHeadBytes > end) return false
    const isPrivate = ((bytes[body + 10] as number) & privacyBit) !== 0
    this.timestampOffset = body
    this.security = isPrivate ? WirelessSecurity.wep : WirelessSecurity.open
    this.nameStart = -1
    let at = body + beaconHeadBytes
    while (at + 2 <= end && at + 2 + (bytes[at + 1] as number) <= end) {
      this.#readElement(bytes, at)
      at += 2 + (bytes[at + 1] as number)
    }
    return this.nameStart !== -1
  }

  #readElement(bytes: Uint8Array, at: number): void {
    const length = bytes[at + 1] as number
    const element = bytes[at]
    if (element === Element.name && this.nameStart === -1) {
      this.nameStart = at + 2
      this.nameEnd = at + 2 + length
    } else if (element === Element.rsn && length >= 2) {
      this.security = WirelessSecurity.wpa
    } else if (element === Element.vendor && length >= 4) {
      const vendor = readUint32(bytes, at + 2)
      const isProtected = vendor === wpaVendor || vendor === transitionVendor
      if (isProtected) this.security = WirelessSecurity.wpa
    }
  }
}

/** Whether the card says that the frame arrived damaged: then any bit of it may be wrong. */
function isDamaged({ bytes, offset, capturedLength, linkType }: Packet): boolean {
  if (linkType !== LinkType.radiotap || capturedLength < 8) return false
  const end = offset + capturedLength
  const present = readLittleUint32(bytes, offset + 4)
  if ((present & Radiotap.hasFlags) === 0) return false
  // Each word of bits says whether another follows.
  let at = offset + 4
  while (at + 8 <= end && readLittleUint32(bytes, at) >= Radiotap.hasMore) at += 4
  at += 4
  if ((present & Radiotap.hasTime) !== 0) at = offset + ((at - offset + 7) & ~7) + 8
  return at < end && ((bytes[at] as number) & Radiotap.badChecksum) !== 0
}
