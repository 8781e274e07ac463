import { LinkType } from '../pcap/link-type.ts'
import { Header } from './header.ts'

const headers = new Map<number, number>([
  [LinkType.null, Header.loopbackHost],
  [LinkType.ppp, Header.ppp],
  [LinkType.fddi, Header.fddi],
  [LinkType.pppHdlc, Header.ppp],
  [LinkType.raw, Header.ipByVersion],
  [LinkType.ciscoHdlc, Header.ciscoHdlc],
  [LinkType.ieee80211, Header.ieee80211],
  [LinkType.atmClip, Header.ipv4],
  [LinkType.frameRelay, Header.frameRelay],
  [LinkType.loop, Header.loopbackNetwork],
  [LinkType.linuxSll, Header.linuxSll],
  [LinkType.radiotap, Header.radiotap],
  [LinkType.arcnetLinux, Header.arcnet],
  [LinkType.applePktap, Header.packetTap],
  [LinkType.juniperEthernet, Header.juniperEthernet],
  [LinkType.ppi, Header.perPacketInformation],
  [LinkType.solarisIpnet, Header.solarisIpnet],
  [LinkType.ipv4, Header.ipv4],
  [LinkType.ipv6, Header.ipv6],
  [LinkType.nflog, Header.netfilterLog],
  [LinkType.infiniband, Header.infiniband],
  [LinkType.pktap, Header.packetTap],
  [LinkType.linuxSll2, Header.linuxSll2],
])

/** The header that a packet of this link type starts with; none where it is not known. */
export function headerOfLinkType(linkType: number): number {
  // Nearly all packets come from Ethernet, and the map would cost more than decoding it.
  if (linkType === LinkType.ethernet) return Header.ethernet
  return headers.get(linkType) ?? Header.none
}
