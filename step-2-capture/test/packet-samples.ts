import { LinkType } from '../src/pcap/link-type.ts'
import { type Bytes, ethernet, ipv4, ipv6, tcp, text, u16, udp, zeros } from './packet-bytes.ts'

/** Packets for tests: one for each link layer and each tunnel that the decoder knows. */
export const hello = text('hello')
export const tcp4 = ipv4(6, tcp(hello))
export const udp6 = ipv6(17, udp(hello))
export const ofLink = (linkType: number, bytes: Bytes) => ({ linkType, bytes })
export const ofEthernet = (bytes: Bytes) => ofLink(LinkType.ethernet, bytes)
export const snap = (type: number, payload: Bytes) => [
  0xaa,
  0xaa,
  3,
  0,
  0,
  0,
  ...u16(type),
  ...payload,
]
export const length8023 = (payload: Bytes) => ethernet(payload.length, payload)
export const dataFrame = [8, 2, 0, 0, ...zeros(18), 0, 0]
export const radiotap = [0, 0, 8, 0, ...zeros(4)]
export const nullHeader = (family: number) => [family, 0, 0, 0]

const preamble = (count: number) => new Array<number>(count).fill(0x55)

/** Every way to reach TCP over IPv4 in which nothing but the link differs. */
export const linksToTcp: Record<string, { linkType: number; bytes: Bytes }> = {
  Ethernet: ofEthernet(ethernet(0x0800, tcp4)),
  '802.3 with SNAP': ofEthernet(length8023(snap(0x0800, tcp4))),
  '802.3 with LLC alone': ofEthernet(length8023([6, 6, 3, ...tcp4])),
  'E-tag': ofEthernet(ethernet(0x893f, [...zeros(6), ...u16(0x0800), ...tcp4])),
  'VN-tag': ofEthernet(ethernet(0x8926, [...zeros(4), ...u16(0x0800), ...tcp4])),
  'Cisco metadata': ofEthernet(ethernet(0x8909, [...zeros(6), ...u16(0x0800), ...tcp4])),
  FabricPath: ofEthernet(ethernet(0x8903, [0, 0, ...ethernet(0x0800, tcp4)])),
  MACsec: ofEthernet(ethernet(0x88e5, [0, 0, ...zeros(4), ...u16(0x0800), ...tcp4, ...zeros(16)])),
  'MACsec with a channel': ofEthernet(
    ethernet(0x88e5, [0x20, 0, ...zeros(12), ...u16(0x0800), ...tcp4, ...zeros(16)]),
  ),
  'service chain': ofEthernet(ethernet(0x894f, [0, 2, 1, 1, ...zeros(4), ...tcp4])),
  MPLS: ofEthernet(ethernet(0x8847, [0, 1, 0, 64, 0, 2, 1, 64, ...tcp4])),
  'MPLS with a control word': ofEthernet(
    ethernet(0x8847, [0, 1, 1, 64, ...zeros(4), ...ethernet(0x0800, tcp4)]),
  ),
  PPPoE: ofEthernet(
    ethernet(0x8864, [0x11, 0, 0, 1, ...u16(tcp4.length + 2), ...u16(0x21), ...tcp4]),
  ),
  'NULL, little-endian': ofLink(LinkType.null, [...nullHeader(2), ...tcp4]),
  'NULL, big-endian': ofLink(LinkType.null, [0, 0, 0, 2, ...tcp4]),
  LOOP: ofLink(LinkType.loop, [0, 0, 0, 2, ...tcp4]),
  RAW: ofLink(LinkType.raw, tcp4),
  IPV4: ofLink(LinkType.ipv4, tcp4),
  'ATM CLIP': ofLink(LinkType.atmClip, tcp4),
  SLL: ofLink(LinkType.linuxSll, [...zeros(14), ...u16(0x0800), ...tcp4]),
  'SLL with 802.2': ofLink(LinkType.linuxSll, [...zeros(14), 0, 4, ...snap(0x0800, tcp4)]),
  SLL2: ofLink(LinkType.linuxSll2, [...u16(0x0800), ...zeros(18), ...tcp4]),
  PPP: ofLink(LinkType.ppp, [0xff, 3, ...u16(0x21), ...tcp4]),
  'PPP, compressed': ofLink(LinkType.pppHdlc, [0x21, ...tcp4]),
  'Cisco HDLC called PPP': ofLink(LinkType.ppp, [0x0f, 0, ...u16(0x0800), ...tcp4]),
  'Cisco HDLC': ofLink(LinkType.ciscoHdlc, [0x8f, 0, ...u16(0x0800), ...tcp4]),
  'frame relay': ofLink(LinkType.frameRelay, [0x18, 0x41, 3, 0xcc, ...tcp4]),
  'frame relay with SNAP': ofLink(LinkType.frameRelay, [
    ...[0x18, 0x41, 3, 0, 0x80, 0, 0, 0],
    ...u16(0x0800),
    ...tcp4,
  ]),
  'frame relay as Cisco does': ofLink(LinkType.frameRelay, [0x18, 0x41, ...u16(0x0800), ...tcp4]),
  FDDI: ofLink(LinkType.fddi, [0x50, ...zeros(12), ...snap(0x0800, tcp4)]),
  'ARCnet, RFC 1051': ofLink(LinkType.arcnetLinux, [1, 2, 0, 0, 240, ...tcp4]),
  'ARCnet, RFC 1201': ofLink(LinkType.arcnetLinux, [1, 2, 0, 0, 212, 0, 0, 1, ...tcp4]),
  InfiniBand: ofLink(LinkType.infiniband, [...zeros(40), ...u16(0x0800), 0, 0, ...tcp4]),
  'Solaris IPNET': ofLink(LinkType.solarisIpnet, [1, 2, ...zeros(22), ...tcp4]),
  NFLOG: ofLink(LinkType.nflog, [2, 0, 0, 0, 5, 0, 1, 0, 9, ...zeros(3), 9, 0, 9, 0, ...tcp4]),
  'Juniper Ethernet': ofLink(LinkType.juniperEthernet, [
    ...[0x4d, 0x47, 0x43, 0x81, 0, 3, 1, 2, 3],
    ...ethernet(0x0800, tcp4),
  ]),
  PPI: ofLink(LinkType.ppi, [0, 0, 8, 0, 101, 0, 0, 0, ...tcp4]),
  PKTAP: ofLink(LinkType.pktap, [108, 0, 0, 0, 1, 0, 0, 0, 101, ...zeros(99), ...tcp4]),
  'RAW of the BSDs': ofLink(12, tcp4),
  'RAW of OpenBSD': ofLink(14, tcp4),
  'SLIP with its header': ofLink(LinkType.slip, [...zeros(16), ...tcp4]),
  PFLOG: ofLink(LinkType.pflog, [61, 2, 1, ...zeros(61), ...tcp4]),
  'PFLOG, shorter': ofLink(LinkType.pflog, [45, 2, ...zeros(46), ...tcp4]),
  'IPsec interface': ofLink(LinkType.enc, [2, ...zeros(11), ...tcp4]),
  'PPP with a direction': ofLink(LinkType.pppWithDirection, [1, 0xff, 3, ...u16(0x21), ...tcp4]),
  'PPP of pppd': ofLink(LinkType.pppPppd, [0, ...u16(0x21), ...tcp4]),
  'PPP with a bridge': ofLink(LinkType.ppp, [
    ...[0xff, 3, ...u16(0x31), 0, 1],
    ...ethernet(0x0800, tcp4),
  ]),
  'PPPoE without Ethernet': ofLink(LinkType.pppEther, [
    ...[0x11, 0, 0, 1, ...u16(tcp4.length + 2), ...u16(0x21)],
    ...tcp4,
  ]),
  'ATM with RFC 1483': ofLink(LinkType.atmRfc1483, snap(0x0800, tcp4)),
  SunATM: ofLink(LinkType.sunAtm, [0x82, 0, 0, 35, ...snap(0x0800, tcp4)]),
  'token ring': ofLink(LinkType.tokenRing, [0x10, 0x40, ...zeros(12), ...snap(0x0800, tcp4)]),
  'token ring with a route': ofLink(LinkType.tokenRing, [
    ...[0x10, 0x40, ...zeros(6), 0x80, ...zeros(5), 4, 0x30, 1, 2],
    ...snap(0x0800, tcp4),
  ]),
  FireWire: ofLink(LinkType.firewire, [...zeros(16), ...u16(0x0800), ...tcp4]),
  DOCSIS: ofLink(LinkType.docsis, [0, 0, 0, 60, 0, 0, ...ethernet(0x0800, tcp4)]),
  'DOCSIS with an extended header': ofLink(LinkType.docsis, [
    ...[1, 3, 0, 60, 7, 7, 7, 0, 0],
    ...ethernet(0x0800, tcp4),
  ]),
  'mPacket, express': ofLink(LinkType.mPacket, [...preamble(7), 0xd5, ...ethernet(0x0800, tcp4)]),
  'mPacket, start of a fragment': ofLink(LinkType.mPacket, [
    ...[...preamble(7), 0x4c],
    ...ethernet(0x0800, tcp4),
  ]),
  'ERF with an extension': ofLink(LinkType.erf, [
    ...[...zeros(8), 0x82, ...zeros(7), 5, ...zeros(7), 0, 0],
    ...ethernet(0x0800, tcp4),
  ]),
  'ERF of IP': ofLink(LinkType.erf, [...zeros(8), 22, ...zeros(7), ...tcp4]),
  netANALYZER: ofLink(LinkType.netAnalyzer, [...zeros(4), ...ethernet(0x0800, tcp4)]),
  'netANALYZER, transparent': ofLink(LinkType.netAnalyzerTransparent, [
    ...[...zeros(4), ...preamble(7), 0xd5],
    ...ethernet(0x0800, tcp4),
  ]),
  Prism: ofLink(LinkType.prism, [...zeros(144), ...dataFrame, ...snap(0x0800, tcp4)]),
  AVS: ofLink(LinkType.avs, [
    ...[0x80, 0x21, 0x10, 1, 0, 0, 0, 64, ...zeros(56), ...dataFrame],
    ...snap(0x0800, tcp4),
  ]),
  'backbone bridge': ofEthernet(ethernet(0x88e7, [0, 0, 1, 2, ...ethernet(0x0800, tcp4)])),
  TRILL: ofEthernet(
    ethernet(0x22f3, [0, 0x41, 1, 2, 3, 4, ...zeros(4), ...ethernet(0x0800, tcp4)]),
  ),
  'HSR tag': ofEthernet(ethernet(0x892f, [0, 52, 0, 1, ...u16(0x0800), ...tcp4])),
  'redundancy tag': ofEthernet(ethernet(0xf1c1, [0, 0, 0, 1, ...u16(0x0800), ...tcp4])),
  radiotap: ofLink(LinkType.radiotap, [...radiotap, ...dataFrame, ...snap(0x0800, tcp4)]),
  '802.11 with QoS': ofLink(LinkType.ieee80211, [
    ...[0x88, 1, ...zeros(22), 0, 0],
    ...snap(0x0800, tcp4),
  ]),
  '802.11 between access points': ofLink(LinkType.ieee80211, [
    ...[8, 3, ...zeros(28)],
    ...snap(0x0800, tcp4),
  ]),
  '802.11 with several frames in one': ofLink(LinkType.ieee80211, [
    ...[0x88, 1, ...zeros(22), 0x80, 0, ...zeros(14)],
    ...snap(0x0800, tcp4),
  ]),
}
