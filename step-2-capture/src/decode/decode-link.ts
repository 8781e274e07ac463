import {
  decodeFramePreemption,
  decodeNetAnalyzer,
  decodePrism,
  decodeRecordFormat,
  decodeWlanSniffer,
} from './capture-card.ts'
import {
  decodeJuniperEthernet,
  decodeNetfilterLog,
  decodePacketTap,
  decodePerPacketInformation,
  decodeSolarisIpnet,
} from './capture-metadata.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { decodeIeee80211 } from './ieee80211.ts'
import { decodeLinuxSll, decodeLinuxSll2 } from './linux-sll.ts'
import {
  decodeArcnet,
  decodeFddi,
  decodeFirewire,
  decodeInfiniband,
  decodeTokenRing,
} from './local-area.ts'
import { decodeLoopbackHost, decodeLoopbackNetwork } from './loopback.ts'
import { decodeIpsecInterface, decodePacketFilterLog } from './packet-filter-log.ts'
import { decodePppWithDirection } from './ppp.ts'
import { decodeRadiotap } from './radiotap.ts'
import {
  decodeCableModem,
  decodeCiscoHdlc,
  decodeFrameRelay,
  decodeSlip,
  decodeSunAtm,
} from './wide-area.ts'

/** Link layers other than Ethernet. */
export function decodeLink(header: number, bytes: Uint8Array, frame: Frame): number {
  switch (header) {
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
    case Header.perPacketInformation:
      return decodePerPacketInformation(bytes, frame)
    case Header.frameRelay:
      return decodeFrameRelay(bytes, frame)
    case Header.ciscoHdlc:
      return decodeCiscoHdlc(bytes, frame)
    case Header.fddi:
      return decodeFddi(bytes, frame)
    case Header.netfilterLog:
      return decodeNetfilterLog(bytes, frame)
    case Header.packetTap:
      return decodePacketTap(bytes, frame)
    case Header.arcnet:
      return decodeArcnet(bytes, frame)
    case Header.infiniband:
      return decodeInfiniband(bytes, frame)
    case Header.solarisIpnet:
      return decodeSolarisIpnet(bytes, frame)
    case Header.juniperEthernet:
      return decodeJuniperEthernet(bytes, frame)
    default:
      return decodeRareLink(header, bytes, frame)
  }
}

/** Link layers of firewalls, of capture cards, and of old or special networks. */
function decodeRareLink(header: number, bytes: Uint8Array, frame: Frame): number {
  switch (header) {
    case Header.packetFilterLog:
      return decodePacketFilterLog(bytes, frame)
    case Header.ipsecInterface:
      return decodeIpsecInterface(bytes, frame)
    case Header.pppWithDirection:
      return decodePppWithDirection(bytes, frame)
    case Header.tokenRing:
      return decodeTokenRing(bytes, frame)
    case Header.framePreemption:
      return decodeFramePreemption(bytes, frame)
    case Header.slip:
      return decodeSlip(bytes, frame)
    case Header.prism:
      return decodePrism(bytes, frame)
    case Header.wlanSniffer:
      return decodeWlanSniffer(bytes, frame)
    case Header.sunAtm:
      return decodeSunAtm(bytes, frame)
    case Header.firewire:
      return decodeFirewire(bytes, frame)
    case Header.cableModem:
      return decodeCableModem(bytes, frame)
    case Header.recordFormat:
      return decodeRecordFormat(bytes, frame)
    case Header.netAnalyzer:
      return decodeNetAnalyzer(bytes, frame)
    default:
      return Header.none
  }
}
