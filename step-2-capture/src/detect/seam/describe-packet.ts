import { isEthernetArp } from '../../decode/arp.ts'
import { readUint16 } from '../../decode/big-endian.ts'
import { Layer, TcpFlag } from '../../decode/frame.ts'
import { isFragment } from '../../decode/network.ts'
import { FlowState } from '../../flow/flow-column.ts'
import { noFlow } from '../../flow/flow-rows.ts'
import { noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { readWord } from '../../memory/address-words.ts'
import { noMac, type SeenPacket } from './packet-ring.ts'

/** Writes down what the current packet is known by, for when it is gone. */
export function describePacket(traffic: Traffic, seen: SeenPacket): void {
  const { flow, flows, frame, packet, timeUs } = traffic
  seen.timeUs = timeUs
  const at = frame.sourceMacOffset
  seen.mac =
    at === -1 ? noMac : macNumber(readUint16(packet.bytes, at), readWord(packet.bytes, at + 2))
  if ((frame.layers & Layer.wirelessManagement) !== 0) {
    describeWireless(traffic, seen)
    return
  }
  if (flow === noFlow) {
    if (isFragment(frame)) describeFragment(traffic, seen)
    else describeWithoutFlow(traffic, seen)
    return
  }
  seen.originator = flows.originator(flow)
  seen.responder = flows.responder(flow)
  seen.responderPort = flows.responderPort(flow)
  seen.protocol = flows.protocol(flow)
  const isServed = flows.state(flow) === FlowState.established
  seen.isOpening = !isServed || (frame.tcpFlags & TcpFlag.syn) !== 0
}

/**
 * Management frames of Wi-Fi bear these protocols, by their subtype, so that what is said of one kind
 * is not said of all that the access point sends. IANA has given none of them to IP.
 */
export const wirelessProtocol = (subtype: number) => 240 + subtype

function describeWireless({ frame, hosts, packet }: Traffic, seen: SeenPacket): void {
  const { bytes } = packet
  seen.originator = hosts.find(bytes, frame.sourceMacOffset, 6)
  seen.responder = hosts.find(bytes, frame.destinationMacOffset, 6)
  seen.responderPort = 0
  seen.protocol = wirelessProtocol((bytes[frame.destinationMacOffset - 4] as number) >>> 4)
  seen.isOpening = true
}

/** Hosts that are known: the flow of the whole makes them known. */
function describeFragment({ frame, hosts, packet }: Traffic, seen: SeenPacket): void {
  const { sourceAddressOffset, destinationAddressOffset, addressLength } = frame
  const isIp = addressLength > 0
  seen.originator = isIp ? hosts.find(packet.bytes, sourceAddressOffset, addressLength) : noHost
  seen.responder = isIp ? hosts.find(packet.bytes, destinationAddressOffset, addressLength) : noHost
  seen.responderPort = 0
  seen.protocol = frame.protocol
  seen.isOpening = true
}

/** ARP, or what is neither that nor IP. */
function describeWithoutFlow({ frame, hosts, packet }: Traffic, seen: SeenPacket): void {
  const { bytes } = packet
  const isArp = (frame.layers & Layer.arp) !== 0 && isEthernetArp(bytes, frame)
  const { sourceAddressOffset, destinationAddressOffset, destinationMacOffset } = frame
  seen.originator = isArp ? hosts.intern(bytes, sourceAddressOffset, 4, packet.timeUs) : noHost
  // Only if it is known: a sweep asks for thousands of hosts that are not there.
  if (isArp) seen.responder = hosts.find(bytes, destinationAddressOffset, 4)
  else if (destinationMacOffset === -1) seen.responder = noHost
  else seen.responder = hosts.find(bytes, destinationMacOffset, 6)
  seen.responderPort = 0
  seen.protocol = 0
  seen.isOpening = !isArp
}

/** The 48 bits of a MAC address from its first 16 and its last 32, which may be signed. */
export function macNumber(high: number, low: number): number {
  return high * 2 ** 32 + (low >>> 0)
}
