import { transportChecksum } from './checksum.ts'

export const Icmpv6Type = {
  routerSolicitation: 133,
  routerAdvertisement: 134,
  neighborSolicitation: 135,
  neighborAdvertisement: 136,
} as const

export interface Icmpv6Fields {
  readonly source: Uint8Array
  readonly destination: Uint8Array
  readonly type: number
}

/** An ICMPv6 message: the four bytes of type, code and checksum, then `body` (RFC 4443). */
export function icmpv6Message(
  { source, destination, type }: Icmpv6Fields,
  body: Uint8Array,
): Buffer {
  const message = Buffer.concat([Buffer.from([type, 0, 0, 0]), body])
  message.writeUInt16BE(transportChecksum({ source, destination }, 58, message), 2)
  return message
}

/** Option 1 of neighbor discovery: the MAC address of who sends (RFC 4861 section 4.6.1). */
export function sourceMacOption(mac: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([1, 1]), mac])
}
