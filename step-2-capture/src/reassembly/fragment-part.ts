import { readUint16, readUint32 } from '../decode/big-endian.ts'
import type { Frame } from '../decode/frame.ts'
import { extensionHeaderCountMax } from '../decode/ipv6.ts'
import type { Packet } from '../pcap/packet.ts'

const moreFragments4 = 0x2000
const moreFragments6 = 1
const fragmentHeader = 44

/** Where the data of one fragment lies, and where in its datagram it belongs; one is reused. */
export class FragmentPart {
  /** The IP header, and whose: 4 or 6. */
  headerOffset = 0
  version = 4
  /** Whose datagram was cut: the addresses of that header, of which a tunnel holds others inside. */
  sourceAddressOffset = 0
  destinationAddressOffset = 0
  addressLength = 4
  /** Identification; the protocol of what is fragmented (of IPv6: the first header of it). */
  id = Number.NaN
  protocol = 0
  /** Place of the data in the datagram, in bytes. */
  start = 0
  hasMore = false
  dataOffset = 0
  /** Bytes of data on the wire, and how many of them the capture has. */
  wireLength = 0
  capturedLength = 0
  /** The packet is shorter than its header says: it was cut when it was captured, and nothing says so. */
  isShort = false

  /** @param frame Of a fragment: `frame.fragmentedAt` says where its IP header is. */
  read(packet: Packet, frame: Frame): void {
    const { bytes } = packet
    const at = frame.fragmentedAt
    this.headerOffset = at
    this.version = (bytes[at] as number) >>> 4
    const end = this.version === 4 ? this.#readIpv4(bytes, at) : this.#readIpv6(bytes, at)
    const packetEnd = packet.offset + packet.originalLength
    this.isShort = end > packetEnd && end !== Number.POSITIVE_INFINITY
    const wireEnd = Math.min(end, packetEnd)
    const capturedEnd = Math.min(end, packet.offset + packet.capturedLength)
    this.wireLength = Math.max(0, wireEnd - this.dataOffset)
    this.capturedLength = Math.max(0, capturedEnd - this.dataOffset)
  }

  #readIpv4(bytes: Uint8Array, at: number): number {
    const word = readUint16(bytes, at + 6)
    this.id = readUint16(bytes, at + 4)
    this.protocol = bytes[at + 9] as number
    this.#setAddresses(at + 12, 4)
    this.start = (word & 0x1fff) << 3
    this.hasMore = (word & moreFragments4) !== 0
    this.dataOffset = at + (((bytes[at] as number) & 0x0f) << 2)
    return endOf(at, readUint16(bytes, at + 2), 0)
  }

  /** The decoder came this way before and found the fragment header behind sound extensions. */
  #readIpv6(bytes: Uint8Array, at: number): number {
    this.#setAddresses(at + 8, 16)
    let header = bytes[at + 6] as number
    let offset = at + 40
    for (let n = 0; header !== fragmentHeader && n < extensionHeaderCountMax; n++) {
      header = bytes[offset] as number
      offset += 8 + ((bytes[offset + 1] as number) << 3)
    }
    const word = readUint16(bytes, offset + 2)
    this.protocol = bytes[offset] as number
    this.id = readUint32(bytes, offset + 4)
    this.start = word & 0xfff8
    this.hasMore = (word & moreFragments6) !== 0
    this.dataOffset = offset + 8
    return endOf(at, readUint16(bytes, at + 4), 40)
  }

  /** Both addresses of an IP header stand side by side. */
  #setAddresses(at: number, length: number): void {
    this.sourceAddressOffset = at
    this.destinationAddressOffset = at + length
    this.addressLength = length
  }
}

/** Length 0 is a card's that cuts packets itself: the link knows where they end. */
function endOf(at: number, length: number, headerLength: number): number {
  return length === 0 ? Number.POSITIVE_INFINITY : at + headerLength + length
}
