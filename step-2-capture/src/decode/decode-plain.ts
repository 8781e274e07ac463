import { LinkType } from '../pcap/link-type.ts'
import type { Packet } from '../pcap/packet.ts'
import { readUint16, readUint32 } from './big-endian.ts'
import { isDns } from './dns-port.ts'
import { EtherType } from './ether-type.ts'
import { type Frame, IpProtocol, Layer, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { setPayload } from './payload.ts'
import { tunnelOf } from './tunnel-port.ts'

/*
 * Nine of ten packets are TCP or UDP in IPv4 in Ethernet, with nothing unusual about any header. They
 * are decoded here in one go, each field of the frame written once. The general decoder does the same
 * header by header, and is the one to learn from; decode-plain.test.ts holds the two equal.
 */

const ethernetLength = 14
const ipv4Length = 20
const tcpLength = 20
const udpLength = 8
/** Version 4, and a header of five words: there are no options. */
const versionAndLength = 0x45
/** The flag for more fragments, and the fragment's offset. */
const fragmentBits = 0x3fff

/** Decodes a plain packet; false for any other, whose frame is then to be started anew. */
export function decodePlain(packet: Packet, frame: Frame): boolean {
  const { bytes, offset, capturedLength } = packet
  const network = offset + ethernetLength
  if (
    packet.linkType !== LinkType.ethernet ||
    capturedLength < ethernetLength + ipv4Length + udpLength ||
    readUint16(bytes, network - 2) !== EtherType.ipv4 ||
    bytes[network] !== versionAndLength ||
    (readUint16(bytes, network + 6) & fragmentBits) !== 0
  ) {
    return false
  }
  const ipLength = readUint16(bytes, network + 2)
  // What follows the datagram is the link's padding; what is missing was never sent, or was cut.
  const sentEnd = offset + Math.max(packet.originalLength, capturedLength)
  frame.ipLength = ipLength
  frame.wireEnd = Math.min(sentEnd, network + ipLength)
  frame.capturedEnd = Math.min(offset + capturedLength, network + ipLength)
  frame.networkOffset = network
  frame.transportOffset = network + ipv4Length
  const protocol = bytes[network + 9] as number
  frame.protocol = protocol
  if (protocol === IpProtocol.tcp) return decodePlainTcp(bytes, frame)
  return protocol === IpProtocol.udp && decodePlainUdp(bytes, frame)
}

function decodePlainTcp(bytes: Uint8Array, frame: Frame): boolean {
  const at = frame.transportOffset
  if (frame.capturedEnd - at < tcpLength) return false
  const headerLength = ((bytes[at + 12] as number) >>> 4) << 2
  if (headerLength < tcpLength || at + headerLength > frame.wireEnd) return false
  frame.tcpSequence = readUint32(bytes, at + 4)
  frame.tcpAcknowledgement = readUint32(bytes, at + 8)
  frame.tcpFlags = bytes[at + 13] as number
  frame.tcpWindow = readUint16(bytes, at + 14)
  frame.at = at
  setPayload(frame, at + headerLength, frame.wireEnd)
  finish(bytes, frame, Layer.ipv4 | Layer.tcp)
  return true
}

function decodePlainUdp(bytes: Uint8Array, frame: Frame): boolean {
  const at = frame.transportOffset
  if (frame.capturedEnd - at < udpLength) return false
  const length = readUint16(bytes, at + 4)
  if (length < udpLength || at + length > frame.wireEnd) return false
  if (tunnelOf(readUint16(bytes, at), readUint16(bytes, at + 2)) !== Header.none) return false
  frame.tcpSequence = 0
  frame.tcpAcknowledgement = 0
  frame.tcpFlags = 0
  frame.tcpWindow = 0
  frame.at = at + udpLength
  setPayload(frame, at + udpLength, at + length)
  finish(bytes, frame, Layer.ipv4 | Layer.udp)
  return true
}

/** What plain packets of both protocols have in common. */
function finish(bytes: Uint8Array, frame: Frame, layers: number): void {
  const network = frame.networkOffset
  const transport = frame.transportOffset
  frame.outerLayers = layers
  frame.malformed = Malformed.none
  frame.malformedOffset = 0
  frame.destinationMacOffset = network - 14
  frame.sourceMacOffset = network - 8
  frame.etherType = EtherType.ipv4
  frame.vlanId = -1
  frame.sourceAddressOffset = network + 12
  frame.destinationAddressOffset = network + 16
  frame.addressLength = 4
  frame.timeToLive = bytes[network + 8] as number
  frame.fragmentId = 0
  frame.fragmentOffset = 0
  frame.sourcePort = readUint16(bytes, transport)
  frame.destinationPort = readUint16(bytes, transport + 2)
  frame.layers = isDns(frame) ? layers | Layer.dns : layers
}
