/** What a frame holds, as bits of `Frame.layers` and `Frame.outerLayers`. */
export const Layer = {
  ipv4: 1 << 0,
  ipv6: 1 << 1,
  arp: 1 << 2,
  tcp: 1 << 3,
  udp: 1 << 4,
  icmp: 1 << 5,
  icmpv6: 1 << 6,
  sctp: 1 << 7,
  dns: 1 << 8,
  vlan: 1 << 9,
  tunnel: 1 << 10,
  /** Any part of a fragmented datagram. */
  fragment: 1 << 11,
  /** A part after the first: it carries no transport header. */
  laterFragment: 1 << 12,
  /** The snap length cut the packet before its headers ended; the packet itself may be sound. */
  cut: 1 << 13,
  /** A management frame of Wi-Fi, which starts four bytes before `destinationMacOffset`. */
  wirelessManagement: 1 << 14,
} as const

/** Why decoding stopped early: what was understood up to there is kept in the frame. */
export const Malformed = {
  none: 0,
  truncated: 1,
  badLength: 2,
  badVersion: 3,
  tooDeep: 4,
} as const

/**
 * One decoded frame: offsets into the packet's bytes and numbers, no strings, no objects.
 * A single Frame is reused for every packet; it is valid until the next call of `decodeFrame`.
 * Where a tunnel was entered (`Layer.tunnel`), the fields describe the innermost packet and
 * `outerLayers` what carried it. Offsets count from the start of `Packet.bytes`. Fields that outgrow
 * 31 bits start as NaN, for the reason that packet.ts gives.
 */
export class Frame {
  /** What could be read, so that its fields below are valid. */
  layers = 0
  /** The first network header and its transport, counted even where they are damaged or cut. */
  outerLayers = 0
  malformed = 0
  /** Absolute offset where decoding stopped when `malformed` is set. */
  malformedOffset = 0

  /** -1 when the link carries no Ethernet addresses. */
  destinationMacOffset = -1
  sourceMacOffset = -1
  etherType = 0
  /** Outermost VLAN id, or -1. */
  vlanId = -1

  /** Start of the IPv4 or IPv6 header, or of the ARP packet; -1 when there is neither. */
  networkOffset = -1
  /** Offsets of the IP addresses (of the ARP packet's protocol addresses), or -1. */
  sourceAddressOffset = -1
  destinationAddressOffset = -1
  /** 4 or 16; 0 when there are no addresses. */
  addressLength = 0
  timeToLive = 0
  /** Length of the IP packet by its own header, in bytes. */
  ipLength = Number.NaN
  /** IP protocol number of the transport, IPv6 extension headers skipped. */
  protocol = 0
  /** Identification and offset (in bytes) of a fragment. */
  fragmentId = Number.NaN
  fragmentOffset = 0
  /** The IP header of the outermost fragment; only valid with `Layer.fragment` in either layers. */
  fragmentedAt = 0

  transportOffset = -1
  /** 0 when the transport has no ports; for ICMP and ICMPv6 the type and the code. */
  sourcePort = 0
  destinationPort = 0
  tcpFlags = 0
  tcpSequence = Number.NaN
  tcpAcknowledgement = Number.NaN
  tcpWindow = 0

  /** Transport payload that is really in the capture. */
  payloadOffset = -1
  payloadLength = 0
  /** Transport payload by the headers, which a short snap length does not cut. */
  payloadWireLength = Number.NaN

  /** Ends of the first network header and its transport; only valid with `Layer.tunnel`. */
  outerSourceAddressOffset = -1
  outerDestinationAddressOffset = -1
  outerAddressLength = 0
  outerSourcePort = 0
  outerDestinationPort = 0

  /** The decoder's own: where the next header starts, and where captured and sent bytes end. */
  at = 0
  capturedEnd = 0
  wireEnd = Number.NaN
}

export const TcpFlag = {
  fin: 0x01,
  syn: 0x02,
  rst: 0x04,
  psh: 0x08,
  ack: 0x10,
  urg: 0x20,
  ece: 0x40,
  cwr: 0x80,
} as const

/** IP protocol numbers (IANA) that the code names. */
export const IpProtocol = {
  icmp: 1,
  ipv4: 4,
  tcp: 6,
  udp: 17,
  ipv6: 41,
  gre: 47,
  authentication: 51,
  icmpv6: 58,
  etherIp: 97,
  layerTwoTunnel: 115,
  sctp: 132,
  mpls: 137,
} as const
