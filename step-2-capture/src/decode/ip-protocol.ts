import { IpProtocol } from './frame.ts'
import { Header } from './header.ts'

/** The header that an IP protocol number announces. */
export function headerOfIpProtocol(protocol: number): number {
  switch (protocol) {
    case IpProtocol.tcp:
      return Header.tcp
    case IpProtocol.udp:
      return Header.udp
    case IpProtocol.icmp:
      return Header.icmp
    case IpProtocol.icmpv6:
      return Header.icmpv6
    case IpProtocol.sctp:
      return Header.sctp
    case IpProtocol.gre:
      return Header.gre
    case IpProtocol.ipv4:
      return Header.ipv4
    case IpProtocol.ipv6:
      return Header.ipv6
    case IpProtocol.authentication:
      return Header.authentication
    case IpProtocol.mpls:
      return Header.mpls
    case IpProtocol.etherIp:
      return Header.etherIp
    case IpProtocol.layerTwoTunnel:
      return Header.pseudowire
    default:
      return Header.none
  }
}
