export const EtherType = {
  ipv4: 0x0800,
  arp: 0x0806,
  ipv6: 0x86dd,
  vlan: 0x8100,
  lldp: 0x88cc,
} as const

/** Shortest frame without its check sequence (IEEE 802.3); a receiver sees shorter ones padded. */
const frameLengthMin = 60

export interface EthernetHeader {
  readonly sourceMac: Uint8Array
  readonly destinationMac: Uint8Array
  /** EtherType; for an 802.3 frame, the length of the payload. */
  readonly etherType: number
}

export function ethernetFrame(header: EthernetHeader, payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(Math.max(frameLengthMin, 14 + payload.length))
  frame.set(header.destinationMac, 0)
  frame.set(header.sourceMac, 6)
  frame.writeUInt16BE(header.etherType, 12)
  frame.set(payload, 14)
  return frame
}
