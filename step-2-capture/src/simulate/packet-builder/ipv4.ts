import { internetChecksum } from './checksum.ts'

export interface Ipv4Header {
  readonly source: Uint8Array
  readonly destination: Uint8Array
  readonly protocol: number
  readonly timeToLive: number
  readonly identification: number
  readonly dontFragment?: boolean
  /** DSCP and ECN bits. */
  readonly trafficClass?: number
}

/** An IPv4 packet without options (RFC 791). */
export function ipv4Packet(header: Ipv4Header, payload: Uint8Array): Buffer {
  const packet = Buffer.allocUnsafe(20 + payload.length)
  packet[0] = 0x45
  packet[1] = header.trafficClass ?? 0
  packet.writeUInt16BE(packet.length, 2)
  packet.writeUInt16BE(header.identification, 4)
  packet.writeUInt16BE(header.dontFragment ? 0x4000 : 0, 6)
  packet[8] = header.timeToLive
  packet[9] = header.protocol
  packet.writeUInt16BE(0, 10)
  packet.set(header.source, 12)
  packet.set(header.destination, 16)
  packet.writeUInt16BE(internetChecksum(packet.subarray(0, 20)), 10)
  packet.set(payload, 20)
  return packet
}
