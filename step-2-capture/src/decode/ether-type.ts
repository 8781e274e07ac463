import { Header } from './header.ts'

/** EtherTypes (IEEE 802 registry) that the decoder follows. */
export const EtherType = {
  ipv4: 0x0800,
  arp: 0x0806,
  reverseArp: 0x8035,
  transparentBridging: 0x6558,
  vlan: 0x8100,
  providerBridge: 0x88a8,
  oldQinQ: 0x9100,
  ipv6: 0x86dd,
  mpls: 0x8847,
  mplsMulticast: 0x8848,
  pppoeSession: 0x8864,
  ppp: 0x880b,
  macSecurity: 0x88e5,
  fabricPath: 0x8903,
  ciscoMetadata: 0x8909,
  virtualInterfaceTag: 0x8926,
  bridgePortTag: 0x893f,
  olderQinQ: 0x9200,
  backboneTag: 0x88e7,
  trill: 0x22f3,
  ringRedundancy: 0x892f,
  redundancyTag: 0xf1c1,
  serviceChain: 0x894f,
} as const

/** Values below are the length of an IEEE 802.3 frame, not a type. */
export const etherTypeMin = 0x0600

export function headerOfEtherType(type: number): number {
  switch (type) {
    case EtherType.ipv4:
      return Header.ipv4
    case EtherType.ipv6:
      return Header.ipv6
    case EtherType.arp:
    case EtherType.reverseArp:
      return Header.arp
    case EtherType.vlan:
    case EtherType.providerBridge:
    case EtherType.oldQinQ:
      return Header.vlan
    case EtherType.mpls:
    case EtherType.mplsMulticast:
      return Header.mpls
    case EtherType.pppoeSession:
      return Header.pppoe
    case EtherType.ppp:
      return Header.ppp
    case EtherType.transparentBridging:
      return Header.ethernet
    default:
      return headerOfRareEtherType(type)
  }
}

function headerOfRareEtherType(type: number): number {
  switch (type) {
    case EtherType.macSecurity:
      return Header.macSecurity
    case EtherType.fabricPath:
      return Header.fabricPath
    case EtherType.ciscoMetadata:
      return Header.ciscoMetadata
    case EtherType.virtualInterfaceTag:
      return Header.virtualInterfaceTag
    case EtherType.bridgePortTag:
      return Header.bridgePortTag
    case EtherType.serviceChain:
      return Header.serviceChain
    case EtherType.olderQinQ:
      return Header.vlan
    case EtherType.backboneTag:
      return Header.backboneTag
    case EtherType.trill:
      return Header.trill
    case EtherType.ringRedundancy:
    case EtherType.redundancyTag:
      return Header.redundancyTag
    default:
      return Header.none
  }
}
