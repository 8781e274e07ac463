import { EtherType } from '../decode/ether-type.ts'
import type { Frame } from '../decode/frame.ts'
import { copyBytes } from '../pcap/copy-bytes.ts'
import { LinkType } from '../pcap/link-type.ts'
import type { Packet } from '../pcap/packet.ts'
import { type DatagramParts, datagramBytesMax } from './datagram-parts.ts'
import type { FragmentPart } from './fragment-part.ts'

const ethernetBytes = 14
const ipv4Bytes = 20
const ipv6Bytes = 40
const fragmentHeaderBytes = 8
const fragmentProtocol = 44

/** Writes a datagram as one packet, into bytes that are used again for the next. */
export class WholePacket {
  /** Room for an Ethernet header, the longest IP header and what the fragment header holds. */
  static readonly headerBytes = ethernetBytes + ipv6Bytes + 2

  readonly #packet: Packet
  readonly #bytes = new Uint8Array(
    ethernetBytes + ipv6Bytes + fragmentHeaderBytes + datagramBytesMax,
  )

  constructor(packet: Packet) {
    this.#packet = packet
    packet.bytes = this.#bytes
  }

  /** Keeps what the parts have in common: the addresses of both layers, and the protocol. */
  static keepHeaders(
    headers: Uint8Array,
    bytes: Uint8Array,
    { sourceMacOffset, destinationMacOffset }: Frame,
    { headerOffset, version, protocol }: FragmentPart,
  ): void {
    headers.fill(0)
    const hasMacs = sourceMacOffset !== -1 && destinationMacOffset !== -1
    if (hasMacs) {
      copyBytes(bytes, destinationMacOffset, 6, headers, 0)
      copyBytes(bytes, sourceMacOffset, 6, headers, 6)
    }
    writeUint16(headers, 12, version === 4 ? EtherType.ipv4 : EtherType.ipv6)
    const length = version === 4 ? ipv4Bytes : ipv6Bytes
    copyBytes(bytes, headerOffset, length, headers, ethernetBytes)
    headers[ethernetBytes + ipv6Bytes] = protocol
    headers[ethernetBytes + ipv6Bytes + 1] = hasMacs ? 1 : 0
  }

  /** The packet gets the time and the place of the part that came last. */
  stamp({ timeSeconds, timeNanoseconds, timeUs, hasTime, index, recordOffset }: Packet): void {
    const packet = this.#packet
    packet.timeSeconds = timeSeconds
    packet.timeNanoseconds = timeNanoseconds
    packet.timeUs = timeUs
    packet.hasTime = hasTime
    packet.index = index
    packet.recordOffset = recordOffset
  }

  /** Of a datagram that is not whole, the packet is a fragment with as much of it as there is. */
  write(headers: Uint8Array, parts: DatagramParts, wireBytes: number): void {
    const out = this.#bytes
    const length = parts.readableLength
    const total = parts.isWhole ? parts.length : length
    const isIpv4 = (headers[ethernetBytes] as number) >>> 4 === 4
    copyBytes(headers, 0, ethernetBytes + (isIpv4 ? ipv4Bytes : ipv6Bytes), out, 0)
    const data = isIpv4
      ? this.#writeIpv4(parts, total)
      : this.#writeIpv6(parts, total, headers[ethernetBytes + ipv6Bytes] as number)
    copyBytes(parts.bytes, 0, length, out, data)
    const packet = this.#packet
    const hasMacs = headers[ethernetBytes + ipv6Bytes + 1] === 1
    packet.linkType = hasMacs ? LinkType.ethernet : isIpv4 ? LinkType.ipv4 : LinkType.ipv6
    packet.offset = hasMacs ? 0 : ethernetBytes
    packet.capturedLength = data + length - packet.offset
    packet.originalLength = Math.max(wireBytes, data + total - packet.offset)
  }

  #writeIpv4(parts: DatagramParts, total: number): number {
    const out = this.#bytes
    const at = ethernetBytes
    out[at] = 0x45
    writeUint16(out, at + 2, ipv4Bytes + total)
    writeUint16(out, at + 6, fragmentWord(parts, { more: 0x2000, later: 1 }))
    return at + ipv4Bytes
  }

  #writeIpv6(parts: DatagramParts, total: number, protocol: number): number {
    const out = this.#bytes
    const at = ethernetBytes
    writeUint16(out, at + 4, fragmentHeaderBytes + total)
    out[at + 6] = fragmentProtocol
    const header = at + ipv6Bytes
    out.fill(0, header, header + fragmentHeaderBytes)
    out[header] = protocol
    writeUint16(out, header + 2, fragmentWord(parts, { more: 1, later: 8 }))
    return header + fragmentHeaderBytes
  }
}

function fragmentWord(parts: DatagramParts, flag: { more: number; later: number }): number {
  if (parts.isWhole) return 0
  return parts.hasStart ? flag.more : flag.later
}

function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8
  bytes[at + 1] = value & 255
}
