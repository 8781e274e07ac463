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

/** Options 1 and 2 of neighbor discovery: a MAC address (RFC 4861 section 4.6.1). */
export function macOption(whose: 'source' | 'target', mac: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([whose === 'source' ? 1 : 2, 1]), mac])
}

/** Option 3: a prefix of 64 bits that hosts make their addresses with (section 4.6.2). */
export function prefixOption(prefix: Uint8Array): Buffer {
  const option = Buffer.alloc(32)
  option.set([3, 4, 64, 0xc0])
  option.writeUInt32BE(86_400, 4)
  option.writeUInt32BE(14_400, 8)
  option.set(prefix.subarray(0, 8), 16)
  return option
}
