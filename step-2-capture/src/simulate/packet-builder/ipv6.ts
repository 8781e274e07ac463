export interface Ipv6Header {
  readonly source: Uint8Array
  readonly destination: Uint8Array
  readonly nextHeader: number
  readonly hopLimit: number
}

/** An IPv6 packet without extension headers (RFC 8200), unless the payload begins with them. */
export function ipv6Packet(header: Ipv6Header, payload: Uint8Array): Buffer {
  const packet = Buffer.alloc(40 + payload.length)
  packet[0] = 0x60
  packet.writeUInt16BE(payload.length, 4)
  packet[6] = header.nextHeader
  packet[7] = header.hopLimit
  packet.set(header.source, 8)
  packet.set(header.destination, 24)
  packet.set(payload, 40)
  return packet
}

/** The link-local address that a MAC address gives (RFC 4291 appendix A). */
export function linkLocalAddress(mac: Uint8Array): Buffer {
  const [a = 0, ...rest] = mac
  const half = [a ^ 2, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)]
  return Buffer.from([0xfe, 0x80, 0, 0, 0, 0, 0, 0, ...half])
}

/** The multicast MAC address of an IPv6 group (RFC 2464 section 7). */
export function multicastMac6(group: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x33, 0x33]), group.subarray(12, 16)])
}
