import { type Frame, IpProtocol, Layer } from './frame.ts'

/** Names of what a packet is counted as; each packet counts once, as the highest that is known. */
export const protocolNames = [
  'TCP',
  'UDP',
  'ICMP',
  'ICMPv6',
  'ARP',
  'SCTP',
  'IPv4',
  'IPv6',
  'other',
] as const

/** Index into `protocolNames`. */
export function protocolOf(frame: Frame): number {
  const { layers } = frame
  if (layers & Layer.tcp) return 0
  if (layers & Layer.udp) return 1
  if (layers & Layer.icmp) return 2
  if (layers & Layer.icmpv6) return 3
  if (layers & Layer.arp) return 4
  if (layers & Layer.sctp || frame.protocol === IpProtocol.sctp) return 5
  if (layers & Layer.ipv4) return 6
  if (layers & Layer.ipv6) return 7
  return 8
}

/** Name of an IP protocol number (IANA); the number itself where it has none here. */
export function protocolName(protocol: number): string {
  return ipProtocolNames.get(protocol) ?? String(protocol)
}

const ipProtocolNames = new Map<number, string>([
  [IpProtocol.icmp, 'ICMP'],
  [2, 'IGMP'],
  [IpProtocol.tcp, 'TCP'],
  [IpProtocol.udp, 'UDP'],
  [IpProtocol.gre, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [IpProtocol.icmpv6, 'ICMPv6'],
  [89, 'OSPF'],
  [103, 'PIM'],
  [112, 'VRRP'],
  [IpProtocol.sctp, 'SCTP'],
])
