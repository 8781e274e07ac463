import { readUint16 } from './big-endian.ts'
import { etherTypeMin, headerOfEtherType } from './ether-type.ts'
import type { Frame } from './frame.ts'
import { Header } from './header.ts'
import { stopShort } from './stop.ts'

/** Service access points of IEEE 802.2 that carry IP. */
const ServiceAccessPoint = { ip: 0x06, snap: 0xaa } as const
const unnumberedInformation = 0x03
/** RFC 1042, and IEEE 802.1H's bridge tunnel, whose types are EtherTypes too. */
const encapsulatedEthernet = 0x000000
const bridgeTunnel = 0x0000f8

/** IEEE 802.2 logical link control, with the SNAP header where there is one. */
export function decodeLlc(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 3) return stopShort(frame, at, 3)
  const destination = bytes[at] as number
  if (bytes[at + 2] !== unnumberedInformation) return Header.none
  frame.at = at + 3
  if (destination === ServiceAccessPoint.ip) return Header.ipv4
  if (destination !== ServiceAccessPoint.snap) return Header.none
  return decodeSnap(bytes, frame)
}

function decodeSnap(bytes: Uint8Array, frame: Frame): number {
  const at = frame.at
  if (frame.capturedEnd - at < 5) return stopShort(frame, at, 5)
  const organization = ((bytes[at] as number) << 16) | readUint16(bytes, at + 1)
  if (organization !== encapsulatedEthernet && organization !== bridgeTunnel) return Header.none
  const type = readUint16(bytes, at + 3)
  frame.at = at + 5
  if (type < etherTypeMin) return Header.none
  frame.etherType = type
  return headerOfEtherType(type)
}
