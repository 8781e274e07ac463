import { readUint16 } from './big-endian.ts'
import { etherTypeMin, headerOfEtherType } from './ether-type.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

/** FDDI frames whose control byte says 802.2 follows, whatever their priority. */
const fddiLlcMask = 0xf0
const fddiLlc = 0x50

/** FDDI: frame control and two addresses, then 802.2. */
export function decodeFddi(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 13) return stopShort(frame, at, 13)
  if (((bytes[at] as number) & fddiLlcMask) !== fddiLlc) return Header.none
  frame.destinationMacOffset = at + 1
  frame.sourceMacOffset = at + 7
  frame.at = at + 13
  return Header.llc
}

/** ARCnet's protocol identifiers: RFC 1051 has no further header, RFC 1201 can split packets. */
const Arcnet = { ipv4Old: 240, arpOld: 241, ipv4: 212, arp: 213, ipv6: 196 } as const
/** The second flag byte of a long packet that is an exception packet: four more bytes follow. */
const arcnetException = 0xff

/** ARCnet as Linux captures it: two addresses of a byte, two bytes of offset, a protocol. */
export function decodeArcnet(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 5) return stopShort(frame, at, 5)
  const protocol = bytes[at + 4] as number
  frame.at = at + 5
  if (protocol === Arcnet.ipv4Old) return Header.ipv4
  if (protocol === Arcnet.arpOld) return Header.arp
  if (frame.capturedEnd - at < 6) return stopShort(frame, at, 6)
  const split = bytes[at + 5] as number
  frame.at = at + (split === arcnetException ? 12 : 8)
  // Of a packet in several parts only the first, whose flag is odd or zero, starts with a header.
  if (split !== arcnetException && split !== 0 && (split & 1) === 0) return Header.none
  if (protocol === Arcnet.ipv4) return Header.ipv4
  if (protocol === Arcnet.ipv6) return Header.ipv6
  return protocol === Arcnet.arp ? Header.arp : Header.none
}

/** IP over InfiniBand: a global routing header of 40 bytes, an EtherType and two bytes unused. */
export function decodeInfiniband(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 44) return stopShort(frame, at, 44)
  const type = readUint16(bytes, at + 40)
  frame.at = at + 44
  if (type < etherTypeMin) return Header.none
  frame.etherType = type
  return headerOfEtherType(type)
}

/** A bit of the source address: a route through bridges follows the addresses. */
const routed = 0x80
const lengthOfRoute = 0x1f

/** Token ring (IEEE 802.5): access and frame control, two addresses, a route where there is one. */
export function decodeTokenRing(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 15) return stopShort(frame, at, 15)
  frame.destinationMacOffset = at + 2
  frame.sourceMacOffset = at + 8
  const isRouted = ((bytes[at + 8] as number) & routed) !== 0
  frame.at = at + 14 + (isRouted ? (bytes[at + 14] as number) & lengthOfRoute : 0)
  return Header.llc
}

/** IP over FireWire as macOS captures it: two addresses of eight bytes and an EtherType. */
export function decodeFirewire(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 18) return stopShort(frame, at, 18)
  const type = readUint16(bytes, at + 16)
  frame.at = at + 18
  if (type < etherTypeMin) return Header.none
  frame.etherType = type
  return headerOfEtherType(type)
}
