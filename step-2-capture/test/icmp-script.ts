import { EtherType } from '../src/simulate/packet-builder/ethernet.ts'
import { ipv4Packet } from '../src/simulate/packet-builder/ipv4.ts'
import { macBytes } from './lan-script.ts'
import { addressBytes, type TrafficScript } from './traffic-script.ts'

export interface IcmpFields {
  readonly from?: string
  readonly to?: string
  readonly type?: number
  /** The ends of the packet that an error quotes. */
  readonly quotes?: readonly [from: string, to: string]
}

/** A message of ICMP, an error about a port by default. */
export function icmpMessageTo(script: TrafficScript, fields: IcmpFields = {}): TrafficScript {
  const { from = '198.51.100.7', to = '10.0.0.9', type = 3 } = fields
  const { quotes = ['1.2.3.4', '5.6.7.8'] } = fields
  const head = { protocol: 17, timeToLive: 64, identification: 1 }
  const ends = { source: addressBytes(quotes[0]), destination: addressBytes(quotes[1]) }
  const quoted = ipv4Packet({ ...head, ...ends }, Buffer.alloc(8, 1))
  const message = Buffer.concat([Buffer.from([type, type === 3 ? 3 : 0, 0, 0, 0, 0, 0, 0]), quoted])
  const outer = { source: addressBytes(from), destination: addressBytes(to), ...head, protocol: 1 }
  return script.ethernet(macBytes(7), macBytes(9), EtherType.ipv4, ipv4Packet(outer, message))
}
