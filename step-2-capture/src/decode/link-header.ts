import { LinkType } from '../pcap/link-type.ts'
import { Header } from './header.ts'

const headers = new Map<number, number>([
  [LinkType.null, Header.loopbackHost],
  [LinkType.tokenRing, Header.tokenRing],
  [LinkType.slip, Header.slip],
  [LinkType.ppp, Header.ppp],
  [LinkType.fddi, Header.fddi],
  [LinkType.rawOfBsd, Header.ipByVersion],
  [LinkType.rawOfOpenBsd, Header.ipByVersion],
  [LinkType.pppHdlc, Header.ppp],
  [LinkType.pppEther, Header.pppoe],
  [LinkType.atmRfc1483, Header.llc],
  [LinkType.raw, Header.ipByVersion],
  [LinkType.ciscoHdlc, Header.ciscoHdlc],
  [LinkType.ieee80211, Header.ieee80211],
  [LinkType.atmClip, Header.ipv4],
  [LinkType.frameRelay, Header.frameRelay],
  [LinkType.loop, Header.loopbackNetwork],
  [LinkType.enc, Header.ipsecInterface],
  [LinkType.linuxSll, Header.linuxSll],
  [LinkType.pflog, Header.packetFilterLog],
  [LinkType.prism, Header.prism],
  [LinkType.sunAtm, Header.sunAtm],
  [LinkType.radiotap, Header.radiotap],
  [LinkType.arcnetLinux, Header.arcnet],
  [LinkType.firewire, Header.firewire],
  [LinkType.docsis, Header.cableModem],
  [LinkType.applePktap, Header.packetTap],
  [LinkType.avs, Header.wlanSniffer],
  [LinkType.pppPppd, Header.pppWithDirection],
  [LinkType.juniperEthernet, Header.juniperEthernet],
  [LinkType.ppi, Header.perPacketInformation],
  [LinkType.erf, Header.recordFormat],
  [LinkType.pppWithDirection, Header.pppWithDirection],
  [LinkType.solarisIpnet, Header.solarisIpnet],
  [LinkType.ipv4, Header.ipv4],
  [LinkType.ipv6, Header.ipv6],
  [LinkType.nflog, Header.netfilterLog],
  [LinkType.netAnalyzer, Header.netAnalyzer],
  [LinkType.netAnalyzerTransparent, Header.netAnalyzer],
  [LinkType.infiniband, Header.infiniband],
  [LinkType.pktap, Header.packetTap],
  [LinkType.mPacket, Header.framePreemption],
  [LinkType.linuxSll2, Header.linuxSll2],
])

/** The header that a packet of this link type starts with; none where it is not known. */
export function headerOfLinkType(linkType: number): number {
  // Nearly all packets come from Ethernet, and the map would cost more than decoding it.
  if (linkType === LinkType.ethernet) return Header.ethernet
  return headers.get(linkType) ?? Header.none
}
