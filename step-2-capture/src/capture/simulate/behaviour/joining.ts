import { sendArpRequest } from '../conversation/arp-exchange.ts'
import { obtainLease } from '../conversation/dhcp-exchange.ts'
import type { Host } from '../network/host.ts'
import type { Office } from '../network/office.ts'
import { EtherType } from '../packet-builder/ethernet.ts'
import { Icmpv6Type, icmpv6Message, sourceMacOption } from '../packet-builder/icmpv6.ts'
import { ipv6Packet, linkLocalAddress, multicastMac6 } from '../packet-builder/ipv6.ts'
import type { Process } from '../simulator.ts'
import { announceService } from './service-discovery.ts'

const allRouters = Buffer.from('ff020000000000000000000000000002', 'hex')
const allNodes = Buffer.from('ff020000000000000000000000000001', 'hex')

/** A host comes up: it gets its address, announces it, asks for an IPv6 router, names itself. */
export function* joinTheNetwork(office: Office, host: Host): Process {
  const { network, resolver } = office
  const { gateway } = network
  yield* obtainLease(network, { client: host, server: gateway, router: gateway, resolver })
  // Gratuitous: it asks for its own address, so that the others update theirs (RFC 5227).
  sendArpRequest(network.wire, host, host.address)
  yield host.random.exponential(400_000)
  const group = { address: allRouters, hopLimit: 255 }
  sendIcmpv6(office, host, group, Icmpv6Type.routerSolicitation, sourceMacOption(host.mac))
  yield host.random.exponential(900_000)
  if (host.system.name !== 'embedded') announceService(office, host)
}

/** The gateway's IPv6 announcements, every three minutes or so (RFC 4861 section 6.2.4). */
export function* advertiseRouter(office: Office): Process {
  const { gateway } = office.network
  for (;;) {
    yield gateway.random.between(20, 200) * 1e6
    // Hop limit 64, no managed addresses, router for 30 minutes; prefix options are left out.
    const fixed = Buffer.from([64, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0])
    const body = Buffer.concat([fixed, sourceMacOption(gateway.mac)])
    const group = { address: allNodes, hopLimit: 255 }
    sendIcmpv6(office, gateway, group, Icmpv6Type.routerAdvertisement, body)
  }
}

function sendIcmpv6(
  office: Office,
  from: Host,
  group: { readonly address: Uint8Array; readonly hopLimit: number },
  type: number,
  body: Uint8Array,
): void {
  const ends = { source: linkLocalAddress(from.mac), destination: group.address }
  // Solicitations have four reserved bytes ahead of their options; advertisements have their own.
  const isAdvertisement = type === Icmpv6Type.routerAdvertisement
  const content = isAdvertisement ? body : Buffer.concat([Buffer.alloc(4), body])
  const message = icmpv6Message({ ...ends, type }, content)
  const packet = ipv6Packet({ ...ends, nextHeader: 58, hopLimit: group.hopLimit }, message)
  office.network.wire.ethernet(from, multicastMac6(group.address), EtherType.ipv6, packet)
}
