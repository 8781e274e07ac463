import { DhcpMessage as DhcpMessageType, dhcpMessage } from '../src/simulate/packet-builder/dhcp.ts'
import { EtherType } from '../src/simulate/packet-builder/ethernet.ts'
import { icmpv6Message } from '../src/simulate/packet-builder/icmpv6.ts'
import { ipv4Packet } from '../src/simulate/packet-builder/ipv4.ts'
import { ipv6Packet } from '../src/simulate/packet-builder/ipv6.ts'
import { addressBytes, type TrafficScript } from './traffic-script.ts'

/** The MAC address of a device by its number. */
export function macBytes(device: number): Buffer {
  return Buffer.from([2, 0, 0, device >> 16, (device >> 8) & 255, device & 255])
}

export interface DhcpQuestion {
  /** The device that asks, by its number. */
  readonly client: number
  /** The device that sends the frame; the client by default. */
  readonly sender?: Buffer
  readonly transactionId?: number
  readonly relay?: string
  /** All by default. */
  readonly to?: string
}

/** A client that wants an address. */
export function discover(script: TrafficScript, question: DhcpQuestion): TrafficScript {
  const { client, sender = macBytes(client), transactionId = 1, relay } = question
  const { to = '255.255.255.255' } = question
  const message = dhcpMessage({
    message: DhcpMessageType.discover,
    transactionId,
    clientMac: macBytes(client),
    options: [],
  })
  if (relay) message.set(addressBytes(relay), 24)
  script.udp('0.0.0.0:68', `${to}:67`, message)
  script.records.at(-1)?.bytes.set(sender, 6)
  return script
}

/** A server that offers an address and a router in a transaction. */
export function offer(
  script: TrafficScript,
  { server, router, transactionId }: { server: string; router: string; transactionId: number },
): TrafficScript {
  const message = dhcpMessage({
    message: DhcpMessageType.offer,
    transactionId,
    clientMac: macBytes(1),
    yourAddress: addressBytes('10.0.0.77'),
    options: [{ code: 3, data: addressBytes(router) }],
  })
  return script.udp(`${server}:67`, '255.255.255.255:68', message).wait(0.1)
}

export interface Redirect {
  /** The address that it claims to come from. */
  readonly from: string
  /** The device that sends it, by its number. */
  readonly sender: number
  /** The router that it names. */
  readonly gateway: string
  readonly to?: string
}

/** An ICMP redirect. */
export function redirect(script: TrafficScript, given: Redirect): TrafficScript {
  const { from, sender, gateway, to = '10.0.0.9' } = given
  const message = Buffer.concat([
    Buffer.from([5, 1, 0, 0]),
    addressBytes(gateway),
    Buffer.alloc(28, 0x45),
  ])
  const header = {
    source: addressBytes(from),
    destination: addressBytes(to),
    protocol: 1,
    timeToLive: 64,
    identification: 1,
  }
  return script.ethernet(macBytes(sender), macBytes(9), EtherType.ipv4, ipv4Packet(header, message))
}

export interface Announcement {
  /** The device that sends it, and the address that it is about, by their numbers. */
  readonly from: number
  readonly of: number
  readonly hopLimit?: number
}

/** A device that says that it has an address. */
export function neighbour(script: TrafficScript, announcement: Announcement): TrafficScript {
  const body = Buffer.concat([Buffer.from([0x20, 0, 0, 0]), linkAddress(announcement.of)])
  return announce(script, 136, body, announcement)
}

/** A device that says that it is a router; the flags may ask for it to be preferred. */
export function router(
  script: TrafficScript,
  announcement: Announcement,
  flags = 0,
): TrafficScript {
  const body = Buffer.from([64, flags, 7, 8, ...new Array(16).fill(0)])
  return announce(script, 134, body, announcement)
}

/** In the flags of a router: it asks to be preferred. */
export const preferred = 0x08

const everyNode = Buffer.from('ff020000000000000000000000000001', 'hex')

function linkAddress(number: number): Buffer {
  return Buffer.from(`fe80${number.toString(16).padStart(28, '0')}`, 'hex')
}

function announce(
  script: TrafficScript,
  type: number,
  body: Buffer,
  { from, of, hopLimit = 255 }: Announcement,
): TrafficScript {
  const [source, destination] = [linkAddress(of), everyNode]
  const message = icmpv6Message({ source, destination, type }, body)
  const packet = ipv6Packet({ source, destination, nextHeader: 58, hopLimit }, message)
  const target = Buffer.from('333300000001', 'hex')
  return script.ethernet(macBytes(from), target, EtherType.ipv6, packet).wait(0.1)
}
