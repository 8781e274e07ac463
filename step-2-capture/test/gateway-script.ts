import { EtherType } from '../src/simulate/packet-builder/ethernet.ts'
import { ipv4Packet } from '../src/simulate/packet-builder/ipv4.ts'
import { macBytes } from './lan-script.ts'
import { addressBytes, type TrafficScript } from './traffic-script.ts'

export interface GatewayWord {
  readonly from: string
  readonly group?: number
  readonly priority?: number
}

/** A router says by HSRP what it is: 16 is active, 8 is standby (RFC 2281, section 5.1). */
export function standby(
  script: TrafficScript,
  { from, group = 1, priority = 100 }: GatewayWord,
  { state = 16, isCoup = false } = {},
): TrafficScript {
  const head = [0, isCoup ? 1 : 0, state, 3, 10, priority, group, 0]
  const message = Buffer.concat([
    Buffer.from(head),
    Buffer.from('cisco\0\0\0'),
    addressBytes('10.0.0.254'),
  ])
  return script.udp(`${from}:1985`, '224.0.0.2:1985', message, 1)
}

/** The same by the second version, in which 6 is active. */
export function standbyOfTwo(
  script: TrafficScript,
  { from, group = 1, priority = 100 }: GatewayWord,
  state = 6,
): TrafficScript {
  const head = Buffer.from([1, 40, 2, 0, state, 4, group >> 8, group & 255])
  const rest = Buffer.from([0, 0, 0, priority, ...new Array(24).fill(0)])
  return script.udp(`${from}:1985`, '224.0.0.102:1985', Buffer.concat([head, macBytes(9), rest]), 1)
}

/** A router says by VRRP that it is the master (RFC 9568, section 5.1). */
export function redundancy(
  script: TrafficScript,
  { from, group = 1, priority = 100 }: GatewayWord,
): TrafficScript {
  const message = Buffer.from([0x21, group, priority, 1, 0, 1, 0, 0, 10, 0, 0, 254])
  const ends = { source: addressBytes(from), destination: addressBytes('224.0.0.18') }
  const header = { ...ends, protocol: 112, timeToLive: 255, identification: 1 }
  return script.ethernet(macBytes(7), macBytes(9), EtherType.ipv4, ipv4Packet(header, message))
}
