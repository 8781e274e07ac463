import { EtherType } from '../src/simulate/packet-builder/ethernet.ts'
import { ipv4Packet } from '../src/simulate/packet-builder/ipv4.ts'
import { ipv6Packet } from '../src/simulate/packet-builder/ipv6.ts'
import { macBytes } from './lan-script.ts'
import { addressBytes, type TrafficScript } from './traffic-script.ts'

export interface FragmentFields {
  readonly from?: string
  readonly to?: string
  /** Identification. */
  readonly id?: number
  /** Place of the data in bytes. */
  readonly start?: number
  readonly data: string | Uint8Array
  readonly hasMore?: boolean
  readonly protocol?: number
}

/** A fragment of an IPv4 datagram. */
export function fragment(script: TrafficScript, fields: FragmentFields): TrafficScript {
  const { from = '10.0.0.7', to = '10.0.0.9', id = 1, start = 0, hasMore = false } = fields
  const { data, protocol = 17 } = fields
  const packet = ipv4Packet(
    {
      source: addressBytes(from),
      destination: addressBytes(to),
      protocol,
      timeToLive: 64,
      identification: id & 0xffff,
      fragment: { start, hasMore },
    },
    Buffer.from(data),
  )
  return script.ethernet(macBytes(7), macBytes(9), EtherType.ipv4, packet)
}

/** A fragment of an IPv6 datagram of UDP, between two addresses of the documentation's prefix. */
export function fragment6(script: TrafficScript, fields: FragmentFields): TrafficScript {
  const { id = 1, start = 0, hasMore = false, data } = fields
  const head = Buffer.alloc(8)
  head[0] = 17
  head.writeUInt16BE(start | (hasMore ? 1 : 0), 2)
  head.writeUInt32BE(id, 4)
  const end = (last: number) => Buffer.from(`20010db8${'00'.repeat(11)}0${last}`, 'hex')
  const header = { source: end(7), destination: end(9), nextHeader: 44, hopLimit: 64 }
  const packet = ipv6Packet(header, Buffer.concat([head, Buffer.from(data)]))
  return script.ethernet(macBytes(7), macBytes(9), EtherType.ipv6, packet)
}

/** A first fragment whose length is no multiple of eight. */
export function misaligned(
  script: TrafficScript,
  fields: Omit<FragmentFields, 'data'> = {},
): TrafficScript {
  return fragment(script, { ...fields, data: 'x'.repeat(36), hasMore: true })
}

/** Sends a whole datagram of UDP in pieces of that many bytes. */
export function inPieces(
  script: TrafficScript,
  { data, size, ...fields }: FragmentFields & { readonly data: string; readonly size: number },
): TrafficScript {
  for (let start = 0; start < data.length; start += size) {
    const hasMore = start + size < data.length
    fragment(script, { ...fields, start, data: data.slice(start, start + size), hasMore })
  }
  return script
}
