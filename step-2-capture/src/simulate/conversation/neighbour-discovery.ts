import type { Host } from '../network/host.ts'
import type { Wire } from '../network/wire.ts'
import { EtherType } from '../packet-builder/ethernet.ts'
import { Icmpv6Type, icmpv6Message, macOption } from '../packet-builder/icmpv6.ts'
import { ipv6Packet, multicastMac6 } from '../packet-builder/ipv6.ts'
import type { Process } from '../simulator.ts'

/** What ARP is for IPv4: solicitation to the group of the address, advertisement back (RFC 4861). */
export function* discoverNeighbour(wire: Wire, from: Host, to: Host): Process {
  if ((from.arpCache.get(to.address) ?? 0) > wire.nowUs) return
  const prefix = Buffer.from('ff0200000000000000000001ff', 'hex')
  const group = Buffer.concat([prefix, to.addressBytes.subarray(13)])
  const question = Buffer.concat([Buffer.alloc(4), to.addressBytes, macOption('source', from.mac)])
  sendIcmpv6(wire, {
    from,
    source: from.addressBytes,
    destination: group,
    destinationMac: multicastMac6(group),
    type: Icmpv6Type.neighborSolicitation,
    body: question,
  })
  yield to.reactionUs()
  // Solicited, and it overrides what was known before.
  const flags = Buffer.from([0x60, 0, 0, 0])
  sendIcmpv6(wire, {
    from: to,
    source: to.addressBytes,
    destination: from.addressBytes,
    destinationMac: from.mac,
    type: Icmpv6Type.neighborAdvertisement,
    body: Buffer.concat([flags, to.addressBytes, macOption('target', to.mac)]),
  })
  const lifetimeUs = () => from.random.between(45, 180) * 1e6
  from.arpCache.set(to.address, wire.nowUs + lifetimeUs())
  to.arpCache.set(from.address, wire.nowUs + lifetimeUs())
  yield from.reactionUs()
}

export interface Icmpv6Packet {
  readonly from: Pick<Host, 'mac'>
  readonly source: Uint8Array
  readonly destination: Uint8Array
  readonly destinationMac: Uint8Array
  readonly type: number
  readonly body: Uint8Array
}

/** A message of neighbor discovery; its hop limit of 255 proves that no router passed it on. */
export function sendIcmpv6(wire: Wire, packet: Icmpv6Packet): void {
  const { from, source, destination, destinationMac, type, body } = packet
  const message = icmpv6Message({ source, destination, type }, body)
  const header = { source, destination, nextHeader: 58, hopLimit: 255 }
  wire.ethernet(from, destinationMac, EtherType.ipv6, ipv6Packet(header, message))
}
