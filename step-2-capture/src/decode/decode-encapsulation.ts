import { decodeEtherIp } from './ether-ip.ts'
import {
  decodeBridgePortTag,
  decodeCiscoMetadata,
  decodeFabricPath,
  decodeMacSecurity,
  decodeVirtualInterfaceTag,
} from './ethernet-tags.ts'
import type { Frame } from './frame.ts'
import { decodeGeneve } from './geneve.ts'
import { decodeGre } from './gre.ts'
import { decodeGtpUser } from './gtp-user.ts'
import { Header } from './header.ts'
import { decodeMpls } from './mpls.ts'
import { decodePpp, decodePppoe } from './ppp.ts'
import { decodeServiceChain } from './service-chain.ts'
import { decodeVxlan } from './vxlan.ts'

/** Tags, labels and tunnels: what stands between a link and an IP header, or between two of them. */
export function decodeEncapsulation(header: number, bytes: Uint8Array, frame: Frame): number {
  switch (header) {
    case Header.mpls:
      return decodeMpls(bytes, frame)
    case Header.pppoe:
      return decodePppoe(bytes, frame)
    case Header.ppp:
      return decodePpp(bytes, frame)
    case Header.gre:
      return decodeGre(bytes, frame)
    case Header.etherIp:
      return decodeEtherIp(bytes, frame)
    case Header.vxlan:
      return decodeVxlan(bytes, frame)
    case Header.geneve:
      return decodeGeneve(bytes, frame)
    case Header.gtpUser:
      return decodeGtpUser(bytes, frame)
    case Header.serviceChain:
      return decodeServiceChain(bytes, frame)
    case Header.macSecurity:
      return decodeMacSecurity(bytes, frame)
    case Header.fabricPath:
      return decodeFabricPath(bytes, frame)
    case Header.bridgePortTag:
      return decodeBridgePortTag(bytes, frame)
    case Header.virtualInterfaceTag:
      return decodeVirtualInterfaceTag(bytes, frame)
    case Header.ciscoMetadata:
      return decodeCiscoMetadata(bytes, frame)
    default:
      return Header.none
  }
}
