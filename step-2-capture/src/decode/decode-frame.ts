import type { Packet } from '../pcap/packet.ts'
import { decodeArp } from './arp.ts'
import { decodeEncapsulation } from './decode-encapsulation.ts'
import { decodePlain } from './decode-plain.ts'
import { decodeEthernet, decodeVlan } from './ethernet.ts'
import { type Frame, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { decodeIcmp, decodeIcmpv6 } from './icmp.ts'
import { decodeIpByVersion } from './ip-by-version.ts'
import { decodeIpv4 } from './ipv4.ts'
import { decodeAuthentication, decodeIpv6 } from './ipv6.ts'
import { headerOfLinkType } from './link-header.ts'
import { decodeLlc } from './llc.ts'
import { clearInner } from './network.ts'
import { decodeSctp } from './sctp.ts'
import { stopMalformed } from './stop.ts'
import { decodeTcp } from './tcp.ts'
import { decodeUdp } from './udp.ts'

/** Headers in a row. A tunnel in a tunnel with VLANs has ten; more are made to tire a decoder. */
export const headerCountMax = 24

/**
 * Decodes one packet into the frame, from the link layer to the transport and into tunnels. It
 * never throws: what could be read stands, `malformed` says why it stopped and where.
 */
export function decodeFrame(packet: Packet, frame: Frame): void {
  if (!decodePlain(packet, frame)) decodeHeaders(packet, frame)
}

/** The same without the short cut for plain packets: header by header, whatever they are. */
export function decodeHeaders(packet: Packet, frame: Frame): void {
  reset(packet, frame)
  const { bytes } = packet
  let header = headerOfLinkType(packet.linkType)
  for (let count = 0; header !== Header.none; count++) {
    if (count === headerCountMax) {
      stopMalformed(frame, Malformed.tooDeep, frame.at)
      return
    }
    header = decodeHeader(header, bytes, frame)
  }
}

/** The common headers; the others are apart, so that this is small enough to be inlined. */
function decodeHeader(header: number, bytes: Uint8Array, frame: Frame): number {
  switch (header) {
    case Header.ethernet:
      return decodeEthernet(bytes, frame)
    case Header.ipv4:
      return decodeIpv4(bytes, frame)
    case Header.ipv6:
      return decodeIpv6(bytes, frame)
    case Header.tcp:
      return decodeTcp(bytes, frame)
    case Header.udp:
      return decodeUdp(bytes, frame)
    case Header.icmp:
      return decodeIcmp(bytes, frame)
    case Header.icmpv6:
      return decodeIcmpv6(bytes, frame)
    case Header.arp:
      return decodeArp(bytes, frame)
    case Header.vlan:
      return decodeVlan(bytes, frame)
    case Header.sctp:
      return decodeSctp(bytes, frame)
    case Header.authentication:
      return decodeAuthentication(bytes, frame)
    case Header.ipByVersion:
      return decodeIpByVersion(bytes, frame)
    case Header.llc:
      return decodeLlc(bytes, frame)
    default:
      return decodeEncapsulation(header, bytes, frame)
  }
}

function reset(packet: Packet, frame: Frame): void {
  const { offset, capturedLength, originalLength } = packet
  frame.layers = 0
  frame.outerLayers = 0
  frame.malformed = Malformed.none
  frame.malformedOffset = 0
  frame.destinationMacOffset = -1
  frame.sourceMacOffset = -1
  frame.etherType = 0
  frame.vlanId = -1
  frame.networkOffset = -1
  frame.sourceAddressOffset = -1
  frame.destinationAddressOffset = -1
  frame.addressLength = 0
  clearInner(frame)
  frame.tcpSequence = 0
  frame.tcpAcknowledgement = 0
  frame.tcpWindow = 0
  frame.at = offset
  frame.capturedEnd = offset + capturedLength
  frame.wireEnd = offset + Math.max(originalLength, capturedLength)
}
