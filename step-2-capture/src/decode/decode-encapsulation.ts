import { decodeLink } from './decode-link.ts'
import { decodeEtherIp } from './ether-ip.ts'
import {
  decodeBackboneTag,
  decodeBridgePortTag,
  decodeCiscoMetadata,
  decodeFabricPath,
  decodeMacSecurity,
  decodeRedundancyTag,
  decodeTrill,
  decodeVirtualInterfaceTag,
} from './ethernet-tags.ts'
import type { Frame } from './frame.ts'
import { decodeGeneve } from './geneve.ts'
import { decodeGre } from './gre.ts'
import { decodeGtpUser } from './gtp-user.ts'
import { Header } from './header.ts'
import { decodeCacheRedirect, decodeLabelsInUdp, decodeLisp, decodeTeredo } from './ip-tunnel.ts'
import { decodeLayerTwoTunnel, decodePseudowire } from './layer-two-tunnel.ts'
import { decodeMirror, decodeTzsp } from './mirror.ts'
import { decodeMpls } from './mpls.ts'
import { decodePpp, decodePppBridge, decodePppoe } from './ppp.ts'
import { decodeServiceChain } from './service-chain.ts'
import { decodeVxlan } from './vxlan.ts'
import { decodeCapwap } from './wireless-tunnel.ts'

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
    case Header.redundancyTag:
      return decodeRedundancyTag(bytes, frame)
    case Header.backboneTag:
      return decodeBackboneTag(bytes, frame)
    case Header.trill:
      return decodeTrill(bytes, frame)
    case Header.pppBridge:
      return decodePppBridge(bytes, frame)
    default:
      return decodeTunnel(header, bytes, frame)
  }
}

/** Tunnels of fewer networks; what is none is a link's. */
function decodeTunnel(header: number, bytes: Uint8Array, frame: Frame): number {
  switch (header) {
    case Header.mirror:
      return decodeMirror(bytes, frame)
    case Header.tzsp:
      return decodeTzsp(bytes, frame)
    case Header.layerTwoTunnel:
      return decodeLayerTwoTunnel(bytes, frame)
    case Header.pseudowire:
      return decodePseudowire(bytes, frame)
    case Header.teredo:
      return decodeTeredo(bytes, frame)
    case Header.capwap:
      return decodeCapwap(bytes, frame)
    case Header.lisp:
      return decodeLisp(bytes, frame)
    case Header.labelsInUdp:
      return decodeLabelsInUdp(bytes, frame)
    case Header.cacheRedirect:
      return decodeCacheRedirect(bytes, frame)
    default:
      return decodeLink(header, bytes, frame)
  }
}
