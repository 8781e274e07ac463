import { sendArpRequest } from '../conversation/arp-exchange.ts'
import { obtainLease } from '../conversation/dhcp-exchange.ts'
import { sendIcmpv6 } from '../conversation/neighbour-discovery.ts'
import type { Host } from '../network/host.ts'
import type { Office } from '../network/office.ts'
import { Icmpv6Type, macOption, prefixOption } from '../packet-builder/icmpv6.ts'
import { linkLocalAddress, multicastMac6 } from '../packet-builder/ipv6.ts'
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
  sendIcmpv6(network.wire, {
    ...toGroup(host, allRouters),
    type: Icmpv6Type.routerSolicitation,
    body: Buffer.concat([Buffer.alloc(4), macOption('source', host.mac)]),
  })
  yield host.random.exponential(900_000)
  if (host.system.name !== 'embedded') announceService(office, host)
}

/** The gateway's IPv6 announcements, every three minutes or so (RFC 4861 section 6.2.4). */
export function* advertiseRouter(office: Office): Process {
  const { gateway } = office.network
  for (;;) {
    yield gateway.random.between(20, 200) * 1e6
    // Hop limit 64, no managed addresses, router for 30 minutes.
    const fixed = Buffer.from([64, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0])
    const prefix = office.ipv6Prefix ? [prefixOption(office.ipv6Prefix)] : []
    sendIcmpv6(office.network.wire, {
      ...toGroup(gateway, allNodes),
      type: Icmpv6Type.routerAdvertisement,
      body: Buffer.concat([fixed, macOption('source', gateway.mac), ...prefix]),
    })
  }
}

function toGroup(from: Host, destination: Uint8Array) {
  const source = linkLocalAddress(from.mac)
  return { from, source, destination, destinationMac: multicastMac6(destination) }
}
