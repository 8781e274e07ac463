import { type PseudoHeader, transportChecksum } from './checksum.ts'

export interface UdpHeader extends PseudoHeader {
  readonly sourcePort: number
  readonly destinationPort: number
}

/** A UDP datagram (RFC 768). */
export function udpDatagram(header: UdpHeader, payload: Uint8Array): Buffer {
  const datagram = Buffer.allocUnsafe(8 + payload.length)
  datagram.writeUInt16BE(header.sourcePort, 0)
  datagram.writeUInt16BE(header.destinationPort, 2)
  datagram.writeUInt16BE(datagram.length, 4)
  datagram.writeUInt16BE(0, 6)
  datagram.set(payload, 8)
  // Zero on the wire means "no checksum", so a sum of zero is sent as its other form.
  datagram.writeUInt16BE(transportChecksum(header, 17, datagram) || 0xffff, 6)
  return datagram
}
