import { EtherType } from '../src/simulate/packet-builder/ethernet.ts'
import { ipv4Packet } from '../src/simulate/packet-builder/ipv4.ts'
import { addressBytes, type TrafficScript } from './traffic-script.ts'

const macs = [Buffer.from([2, 0, 10, 0, 0, 5]), Buffer.from([2, 0, 10, 0, 0, 9])] as const

/** Sends a packet of an IP protocol, an empty one by default. */
export function sendProtocol(
  script: TrafficScript,
  ends: { readonly from: string; readonly to: string },
  protocol: number,
  data: Uint8Array = Buffer.alloc(0),
): TrafficScript {
  const addresses = { source: addressBytes(ends.from), destination: addressBytes(ends.to) }
  const header = { ...addresses, protocol, timeToLive: 64, identification: 1 }
  return script.ethernet(...macs, EtherType.ipv4, ipv4Packet(header, data))
}
