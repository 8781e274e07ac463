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
import { decodeArcnet, decodeFddi, decodeInfiniband } from './local-area.ts'
import { decodeLoopbackHost, decodeLoopbackNetwork } from './loopback.ts'
import { decodeRadiotap } from './radiotap.ts'
import { decodeCiscoHdlc, decodeFrameRelay } from './wide-area.ts'

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
      return Header.none
  }
}
