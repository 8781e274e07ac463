import { internetChecksum } from './checksum.ts'

export const IcmpType = { echoReply: 0, unreachable: 3, echoRequest: 8, timeExceeded: 11 } as const

export interface IcmpEcho {
  readonly type: 0 | 8
  readonly identifier: number
  readonly sequence: number
}

/** Echo request or reply (RFC 792). */
export function icmpEcho({ type, identifier, sequence }: IcmpEcho, data: Uint8Array): Buffer {
  const rest = Buffer.alloc(4)
  rest.writeUInt16BE(identifier & 0xffff, 0)
  rest.writeUInt16BE(sequence & 0xffff, 2)
  return icmpMessage(type, 0, rest, data)
}

/** Destination unreachable: `code` 0 net, 1 host, 3 port, 13 prohibited; quotes the packet. */
export function icmpUnreachable(code: number, ipPacket: Uint8Array): Buffer {
  // RFC 792 quotes the header and 8 bytes; Linux quotes up to 548 bytes, which fits either way.
  return icmpMessage(IcmpType.unreachable, code, Buffer.alloc(4), ipPacket.subarray(0, 548))
}

function icmpMessage(type: number, code: number, rest: Uint8Array, data: Uint8Array): Buffer {
  const message = Buffer.concat([Buffer.from([type, code, 0, 0]), rest, data])
  message.writeUInt16BE(internetChecksum(message), 2)
  return message
}

/** The 56 bytes of data that ping sends on Linux: the time of sending, then counting bytes. */
export function linuxPingData(timeUs: number): Buffer {
  const data = Buffer.from(Uint8Array.from({ length: 56 }, (_, index) => index))
  data.writeBigUInt64LE(BigInt(Math.floor(timeUs / 1e6)), 0)
  data.writeBigUInt64LE(BigInt(Math.floor(timeUs % 1e6)), 8)
  return data
}

/** The 32 bytes of data that ping sends on Windows: the alphabet up to w, again and again. */
export function windowsPingData(): Buffer {
  return Buffer.from('abcdefghijklmnopqrstuvwabcdefghi', 'latin1')
}
