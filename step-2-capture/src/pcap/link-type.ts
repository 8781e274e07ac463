/** LINKTYPE_ values (https://www.tcpdump.org/linktypes.html) that the decoder knows. */
export const LinkType = {
  null: 0,
  ethernet: 1,
  tokenRing: 6,
  slip: 8,
  ppp: 9,
  fddi: 10,
  /** The number that systems of their own gave raw IP, which old tools write into files as it is. */
  rawOfBsd: 12,
  rawOfOpenBsd: 14,
  pppHdlc: 50,
  pppEther: 51,
  atmRfc1483: 100,
  raw: 101,
  ciscoHdlc: 104,
  ieee80211: 105,
  atmClip: 106,
  frameRelay: 107,
  loop: 108,
  enc: 109,
  linuxSll: 113,
  pflog: 117,
  prism: 119,
  sunAtm: 123,
  radiotap: 127,
  arcnetLinux: 129,
  firewire: 138,
  docsis: 143,
  /** A user's own link type, in which macOS wrote PKTAP before it had a number. */
  applePktap: 149,
  avs: 163,
  pppPppd: 166,
  juniperEthernet: 178,
  ppi: 192,
  erf: 197,
  pppWithDirection: 204,
  solarisIpnet: 226,
  ipv4: 228,
  ipv6: 229,
  nflog: 239,
  netAnalyzer: 240,
  netAnalyzerTransparent: 241,
  infiniband: 242,
  pktap: 258,
  mPacket: 274,
  linuxSll2: 276,
} as const

const names = new Map<number, string>([
  [LinkType.null, 'NULL'],
  [LinkType.ethernet, 'ETHERNET'],
  [LinkType.tokenRing, 'IEEE802_5'],
  [LinkType.slip, 'SLIP'],
  [LinkType.ppp, 'PPP'],
  [LinkType.fddi, 'FDDI'],
  [LinkType.rawOfBsd, 'RAW'],
  [LinkType.rawOfOpenBsd, 'RAW'],
  [LinkType.pppHdlc, 'PPP_HDLC'],
  [LinkType.pppEther, 'PPP_ETHER'],
  [LinkType.atmRfc1483, 'ATM_RFC1483'],
  [LinkType.raw, 'RAW'],
  [LinkType.ciscoHdlc, 'C_HDLC'],
  [LinkType.ieee80211, 'IEEE802_11'],
  [LinkType.atmClip, 'ATM_CLIP'],
  [LinkType.frameRelay, 'FRELAY'],
  [LinkType.loop, 'LOOP'],
  [LinkType.enc, 'ENC'],
  [LinkType.linuxSll, 'LINUX_SLL'],
  [LinkType.pflog, 'PFLOG'],
  [LinkType.prism, 'IEEE802_11_PRISM'],
  [LinkType.sunAtm, 'SUNATM'],
  [LinkType.radiotap, 'IEEE802_11_RADIOTAP'],
  [LinkType.arcnetLinux, 'ARCNET_LINUX'],
  [LinkType.firewire, 'APPLE_IP_OVER_IEEE1394'],
  [LinkType.docsis, 'DOCSIS'],
  [LinkType.applePktap, 'USER2'],
  [LinkType.avs, 'IEEE802_11_AVS'],
  [LinkType.pppPppd, 'PPP_PPPD'],
  [LinkType.juniperEthernet, 'JUNIPER_ETHER'],
  [LinkType.ppi, 'PPI'],
  [LinkType.erf, 'ERF'],
  [LinkType.pppWithDirection, 'PPP_WITH_DIR'],
  [LinkType.solarisIpnet, 'IPNET'],
  [LinkType.ipv4, 'IPV4'],
  [LinkType.ipv6, 'IPV6'],
  [LinkType.nflog, 'NFLOG'],
  [LinkType.netAnalyzer, 'NETANALYZER'],
  [LinkType.netAnalyzerTransparent, 'NETANALYZER_TRANSPARENT'],
  [LinkType.infiniband, 'IPOIB'],
  [LinkType.pktap, 'PKTAP'],
  [LinkType.mPacket, 'ETHERNET_MPACKET'],
  [LinkType.linuxSll2, 'LINUX_SLL2'],
])

/** The name in tcpdump's registry, or the number as text where the decoder does not know it. */
export function linkTypeName(linkType: number): string {
  return names.get(linkType) ?? String(linkType)
}

/** D-Bus and the two USB link types carry records that are longer than any network's. */
const bulkyLinkTypes = new Set([189, 220, 231, 249])

/** What libpcap and Wireshark take at most on a network: more is a damaged length, not a packet. */
export const recordLengthMax = 262_144
/** For D-Bus and USB, where libpcap would take 128 MiB: one record is at most this much memory. */
export const bulkyRecordLengthMax = 16_777_216

export function recordLengthMaxOf(linkType: number): number {
  return bulkyLinkTypes.has(linkType) ? bulkyRecordLengthMax : recordLengthMax
}

export function recordLengthProblem(captured: number, lengthMax: number): string {
  return `a record of ${captured} bytes is above the limit of ${lengthMax}`
}

export function isKnownLinkType(linkType: number): boolean {
  return names.has(linkType)
}
