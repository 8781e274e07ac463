export const ArpOperation = { request: 1, reply: 2 } as const

export interface ArpFields {
  readonly operation: number
  readonly senderMac: Uint8Array
  readonly senderAddress: Uint8Array
  readonly targetMac: Uint8Array
  readonly targetAddress: Uint8Array
}

/** An ARP packet for IPv4 over Ethernet (RFC 826). */
export function arpPacket(fields: ArpFields): Buffer {
  const packet = Buffer.from([0, 1, 8, 0, 6, 4, 0, fields.operation, ...new Uint8Array(20)])
  packet.set(fields.senderMac, 8)
  packet.set(fields.senderAddress, 14)
  packet.set(fields.targetMac, 18)
  packet.set(fields.targetAddress, 24)
  return packet
}
