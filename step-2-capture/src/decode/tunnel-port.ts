import { Header } from './header.ts'

/** Ports on which IANA has the tunnels that are looked into, and two that vendors took. */
const TunnelPort = {
  layerTwo: 1701,
  gtpUser: 2152,
  teredo: 3544,
  lisp: 4341,
  vxlan: 4789,
  vxlanGeneric: 4790,
  capwap: 5247,
  geneve: 6081,
  mpls: 6635,
  /** VXLAN before it had a port, as Linux and flannel still do; OTV of Cisco looks the same. */
  vxlanOfLinux: 8472,
  /** MikroTik and wireless sensors. */
  tzsp: 37_008,
} as const
/** No tunnel has a port below this one, so most datagrams need one comparison. */
const tunnelPortMin = 1701

/**
 * The header that a datagram between these ports carries; none where it is no tunnel's. Some tunnels
 * answer from their port to one that a translator chose.
 */
export function tunnelOf(sourcePort: number, destinationPort: number): number {
  if (destinationPort >= tunnelPortMin) {
    const header = tunnelTo(destinationPort)
    if (header !== Header.none) return header
  }
  switch (sourcePort) {
    case TunnelPort.layerTwo:
      return Header.layerTwoTunnel
    case TunnelPort.teredo:
      return Header.teredo
    case TunnelPort.capwap:
      return Header.capwap
    default:
      return Header.none
  }
}

function tunnelTo(port: number): number {
  switch (port) {
    case TunnelPort.vxlan:
    case TunnelPort.vxlanOfLinux:
    case TunnelPort.vxlanGeneric:
      return Header.vxlan
    case TunnelPort.geneve:
      return Header.geneve
    case TunnelPort.gtpUser:
      return Header.gtpUser
    case TunnelPort.layerTwo:
      return Header.layerTwoTunnel
    case TunnelPort.teredo:
      return Header.teredo
    case TunnelPort.capwap:
      return Header.capwap
    case TunnelPort.lisp:
      return Header.lisp
    case TunnelPort.mpls:
      return Header.labelsInUdp
    case TunnelPort.tzsp:
      return Header.tzsp
    default:
      return Header.none
  }
}
