import { broadcastMac, ipv4Bytes } from '../network/addresses.ts'
import type { Endpoint, Host } from '../network/host.ts'
import type { Network } from '../network/network.ts'
import type { Sender } from '../network/wire.ts'
import { DhcpMessage, type DhcpOption, dhcpMessage } from '../packet-builder/dhcp.ts'
import type { Process } from '../simulator.ts'

/** The limited broadcast address, which every host on the subnet hears. */
export const everybody: Endpoint = {
  address: '255.255.255.255',
  addressBytes: Buffer.from([255, 255, 255, 255]),
  mac: broadcastMac,
}

export interface DhcpLease {
  readonly client: Host
  readonly server: Host
  /** What the lease names as router and as resolver; a rogue server names itself. */
  readonly router: Host
  readonly resolver: Host
  /** Source of the client's frames, where it is not the client itself. */
  readonly frameMac?: Uint8Array
}

/** Discover, offer, request, acknowledge: how a host that was just switched on gets its address. */
export function* obtainLease(network: Network, lease: DhcpLease): Process {
  const { client, server, frameMac = client.mac } = lease
  const transactionId = client.random.next()
  sendAsNobody(network, client, DhcpMessage.discover, transactionId, [], frameMac)
  yield server.reactionUs() + server.random.exponential(900_000)
  offerLease(network, lease, DhcpMessage.offer, transactionId)
  yield client.reactionUs() + 800
  const asked = [
    { code: 50, data: client.addressBytes },
    { code: 54, data: server.addressBytes },
  ]
  sendAsNobody(network, client, DhcpMessage.request, transactionId, asked, frameMac)
  yield server.reactionUs() + 4000
  offerLease(network, lease, DhcpMessage.ack, transactionId)
  yield client.reactionUs()
}

/** A server's offer or acknowledgement of the client's address. */
export function offerLease(
  network: Network,
  { client, server, router, resolver }: DhcpLease,
  message: 2 | 5,
  transactionId: number,
): void {
  const seconds = Buffer.alloc(4)
  seconds.writeUInt32BE(86_400)
  const options = [
    { code: 54, data: server.addressBytes },
    { code: 51, data: seconds },
    { code: 1, data: ipv4Bytes('255.255.255.0') },
    { code: 3, data: router.addressBytes },
    { code: 6, data: resolver.addressBytes },
  ]
  const yourAddress = client.addressBytes
  const fields = { message, transactionId, clientMac: client.mac, yourAddress, options }
  const ports = { sourcePort: 67, destinationPort: 68 }
  network.wire.udp(server, client, ports, dhcpMessage(fields))
}

/** A client's message while it has no address yet: from 0.0.0.0 to everybody. */
export function sendAsNobody(
  network: Network,
  client: Pick<Host, 'name' | 'mac' | 'system'>,
  message: number,
  transactionId: number,
  options: readonly DhcpOption[],
  /** Source of the Ethernet frame, where it is not the client that the message speaks of. */
  frameMac: Uint8Array = client.mac,
): void {
  const unset: Sender = {
    address: '0.0.0.0',
    addressBytes: new Uint8Array(4),
    mac: frameMac,
    timeToLive: client.system.timeToLive,
    nextIdentification: () => 0,
  }
  const described = [
    { code: 61, data: Buffer.from([1, ...client.mac]) },
    ...options,
    { code: 12, data: Buffer.from(client.name.split('.')[0] ?? client.name) },
    { code: 55, data: Buffer.from([1, 3, 6, 15, 28, 42, 119, 252]) },
  ]
  const fields = { message, transactionId, clientMac: client.mac, options: described }
  network.wire.udp(unset, everybody, { sourcePort: 68, destinationPort: 67 }, dhcpMessage(fields))
}
