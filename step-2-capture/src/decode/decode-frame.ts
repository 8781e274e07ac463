import { LinkType } from '../pcap/link-type.ts'
import type { Packet } from '../pcap/packet.ts'
import { decodeArp } from './arp.ts'
import { decodeEthernet, decodeVlan } from './ethernet.ts'
import { type Frame, Malformed } from './frame.ts'
import { decodeGeneve } from './geneve.ts'
import { decodeGre } from './gre.ts'
import { decodeGtpUser } from './gtp-user.ts'
import { Header } from './header.ts'
import { decodeIcmp, decodeIcmpv6 } from './icmp.ts'
import { decodeIeee80211 } from './ieee80211.ts'
import { decodeIpByVersion } from './ip-by-version.ts'
import { decodeIpv4 } from './ipv4.ts'
import { decodeAuthentication, decodeIpv6 } from './ipv6.ts'
import { decodeLinuxSll, decodeLinuxSll2 } from './linux-sll.ts'
import { decodeLlc } from './llc.ts'
import { decodeLoopbackHost, decodeLoopbackNetwork } from './loopback.ts'
import { decodeMpls } from './mpls.ts'
import { decodePpp, decodePppoe } from './ppp.ts'
import { decodeRadiotap } from './radiotap.ts'
import { decodeSctp } from './sctp.ts'
import { stopMalformed } from './stop.ts'
import { decodeTcp } from './tcp.ts'
import { decodeUdp } from './udp.ts'
import { decodeVxlan } from './vxlan.ts'

/** Headers in a row. A tunnel in a tunnel with VLANs has ten; more are made to tire a decoder. */
export const headerCountMax = 24

/**
 * Decodes one packet into the frame, from the link layer to the transport and into tunnels. It
 * never throws: what could be read stands, `malformed` says why it stopped and where.
 */
export function decodeFrame(packet: Packet, frame: Frame): void {
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
      return decodeRareHeader(header, bytes, frame)
  }
}

/** Apart, so that the common headers stay in one function small enough to be inlined. */
function decodeRareHeader(header: number, bytes: Uint8Array, frame: Frame): number {
  switch (header) {
    case Header.mpls:
      return decodeMpls(bytes, frame)
    case Header.pppoe:
      return decodePppoe(bytes, frame)
    case Header.ppp:
      return decodePpp(bytes, frame)
    case Header.gre:
      return decodeGre(bytes, frame)
    case Header.vxlan:
      return decodeVxlan(bytes, frame)
    case Header.geneve:
      return decodeGeneve(bytes, frame)
    case Header.gtpUser:
      return decodeGtpUser(bytes, frame)
    case Header.linuxSll:
      return decodeLinuxSll(bytes, frame)
    case Header.linuxSll2:
      return decodeLinuxSll2(bytes, frame)
    case Header.loopbackHost:
      return decodeLoopbackHost(bytes, frame)
    case Header.loopbackNetwork:
      return decodeLoopbackNetwork(bytes, frame)
    case Header.radiotap:
      return decodeRadiotap(bytes, frame)
    case Header.ieee80211:
      return decodeIeee80211(bytes, frame)
    default:
      return Header.none
  }
}

function headerOfLinkType(linkType: number): number {
  switch (linkType) {
    case LinkType.ethernet:
      return Header.ethernet
    case LinkType.null:
      return Header.loopbackHost
    case LinkType.loop:
      return Header.loopbackNetwork
    case LinkType.raw:
      return Header.ipByVersion
    case LinkType.ipv4:
      return Header.ipv4
    case LinkType.ipv6:
      return Header.ipv6
    case LinkType.linuxSll:
      return Header.linuxSll
    case LinkType.linuxSll2:
      return Header.linuxSll2
    case LinkType.ppp:
    case LinkType.pppHdlc:
      return Header.ppp
    case LinkType.radiotap:
      return Header.radiotap
    case LinkType.ieee80211:
      return Header.ieee80211
    default:
      return Header.none
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
  frame.timeToLive = 0
  frame.ipLength = 0
  frame.protocol = 0
  frame.fragmentId = 0
  frame.fragmentOffset = 0
  frame.transportOffset = -1
  frame.sourcePort = 0
  frame.destinationPort = 0
  frame.tcpFlags = 0
  frame.tcpSequence = 0
  frame.tcpAcknowledgement = 0
  frame.tcpWindow = 0
  frame.payloadOffset = -1
  frame.payloadLength = 0
  frame.payloadWireLength = 0
  frame.at = offset
  frame.capturedEnd = offset + capturedLength
  frame.wireEnd = offset + Math.max(originalLength, capturedLength)
}
