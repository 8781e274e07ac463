import { internetChecksum } from './checksum.ts'

export interface Ipv4Header {
  readonly source: Uint8Array
  readonly destination: Uint8Array
  readonly protocol: number
  readonly timeToLive: number
  readonly identification: number
  readonly dontFragment?: boolean
  /** Of a fragment: where its data belongs, in bytes, and whether more follows. */
  readonly fragment?: Fragment
  /** DSCP and ECN bits. */
  readonly trafficClass?: number
}

export interface Fragment {
  readonly start: number
  readonly hasMore: boolean
}

/** An IPv4 packet without options (RFC 791). */
export function ipv4Packet(header: Ipv4Header, payload: Uint8Array): Buffer {
  const packet = Buffer.allocUnsafe(20 + payload.length)
  packet[0] = 0x45
  packet[1] = header.trafficClass ?? 0
  packet.writeUInt16BE(packet.length, 2)
  packet.writeUInt16BE(header.identification, 4)
  const { start = 0, hasMore = false } = header.fragment ?? {}
  packet.writeUInt16BE(
    (header.dontFragment ? 0x4000 : 0) | (hasMore ? 0x2000 : 0) | (start >>> 3),
    6,
  )
  packet[8] = header.timeToLive
  packet[9] = header.protocol
  packet.writeUInt16BE(0, 10)
  packet.set(header.source, 12)
  packet.set(header.destination, 16)
  packet.writeUInt16BE(internetChecksum(packet.subarray(0, 20)), 10)
  packet.set(payload, 20)
  return packet
}
