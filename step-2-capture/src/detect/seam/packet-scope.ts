import { type HostId, noHost } from '../../flow/host-rows.ts'
import { noMac, type SeenPacket } from './packet-ring.ts'

const arpProtocol = 0

/** Which packets a statement is about. */
export interface PacketScope {
  readonly source: HostId
  readonly target: HostId
  readonly port: number
  /** IP protocol, 0 for ARP, -1 for all. */
  readonly protocol: number
  readonly isFlood: boolean
  /** Of the device that sends them, whatever address they bear; `noMac` where a host is the source. */
  readonly mac: number
  readonly fromUs: number
  readonly untilUs: number
}

/** Whether all packets of the scope up to the end of the known one were marked. */
export function covers(
  known: PacketScope,
  { port, protocol, isFlood, fromUs }: PacketScope,
): boolean {
  const isSame = known.port === port && known.protocol === protocol && known.isFlood === isFlood
  return isSame && known.fromUs <= fromUs
}

/** Whether a packet is in the scope, whenever it came. */
export function isIn(scope: PacketScope, seen: SeenPacket): boolean {
  const { source, target, port, protocol, mac } = scope
  const isLookUp = seen.protocol === arpProtocol
  if (protocol !== -1 && protocol !== seen.protocol && !isLookUp) return false
  if (mac !== noMac && mac === seen.mac) return true
  const { originator, responder } = seen
  if (scope.isFlood) {
    const isPort = port === -1 || port === seen.responderPort
    // Of clients that are served through it all, only the opening of a connection looks the same.
    if ((originator === target || responder === target) && isPort && seen.isOpening) return true
  }
  if (mac !== noMac && !isLookUp) return false
  const other = originator === source ? responder : responder === source ? originator : undefined
  if (other === undefined) return false
  // A host that is asked for by ARP may be unknown until it answers.
  const isAskedFor = isLookUp && originator === source && other === noHost
  if (target !== noHost && other !== target && !isAskedFor) return false
  return port === -1 || port === seen.responderPort || isLookUp
}
