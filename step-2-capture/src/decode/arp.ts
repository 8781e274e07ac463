import { readUint16 } from './big-endian.ts'
import { type Frame, Layer, Malformed } from './frame.ts'
import { Header } from './header.ts'
import { announceNetwork, enterNetwork } from './network.ts'
import { stopMalformed, stopShort } from './stop.ts'

export const ArpOperation = { request: 1, reply: 2 } as const

/** ARP (RFC 826) and its reverse. The protocol addresses become the frame's addresses. */
export function decodeArp(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  announceNetwork(frame, Layer.arp)
  if (frame.capturedEnd - at < 8) return stopShort(frame, at, 8)
  const hardwareLength = bytes[at + 4] as number
  const protocolLength = bytes[at + 5] as number
  const length = 8 + 2 * (hardwareLength + protocolLength)
  if (frame.capturedEnd - at < length) return stopShort(frame, at, length)
  if (hardwareLength === 0 || protocolLength === 0) {
    return stopMalformed(frame, Malformed.badLength, at + 4)
  }
  enterNetwork(frame, Layer.arp, at)
  const isIpv4 = protocolLength === 4
  frame.sourceAddressOffset = isIpv4 ? at + 8 + hardwareLength : -1
  frame.destinationAddressOffset = isIpv4 ? at + 12 + 2 * hardwareLength : -1
  frame.addressLength = isIpv4 ? 4 : 0
  return Header.none
}

/** Whether the ARP packet of the frame speaks of Ethernet and IPv4, as all but a few do. */
export function isEthernetArp(bytes: Uint8Array, frame: Frame): boolean {
  const at = frame.networkOffset
  return (frame.layers & Layer.arp) !== 0 && bytes[at + 4] === 6 && bytes[at + 5] === 4
}

/** The operation (`ArpOperation`) of the frame's ARP packet. */
export function arpOperation(bytes: Uint8Array, frame: Frame): number {
  const at = frame.networkOffset + 6
  return readUint16(bytes, at)
}

/** Offsets of the hardware addresses of the frame's ARP packet, which must be for Ethernet. */
export function arpSenderMacOffset(frame: Frame): number {
  return frame.networkOffset + 8
}

export function arpTargetMacOffset(frame: Frame): number {
  return frame.networkOffset + 18
}

/** A request for another's address: not a sender that announces or probes for its own (RFC 5227). */
export function isArpQuestion(bytes: Uint8Array, frame: Frame): boolean {
  if (arpOperation(bytes, frame) !== ArpOperation.request) return false
  for (let at = 0; at < 4; at++) {
    const own = bytes[frame.sourceAddressOffset + at]
    if (own !== bytes[frame.destinationAddressOffset + at]) return true
  }
  return false
}
