import { resolveMac } from '../conversation/arp-exchange.ts'
import { discoverNeighbour } from '../conversation/neighbour-discovery.ts'
import type { Random } from '../random.ts'
import type { Process, Simulator } from '../simulator.ts'
import { ipv4Bytes } from './addresses.ts'
import { Ciphertext } from './ciphertext.ts'
import { type Endpoint, Host, type HostOptions } from './host.ts'
import { Wire } from './wire.ts'

/** A subnet behind one switch and one gateway; the tap is the switch's mirror port. */
export class Network {
  readonly simulator: Simulator
  readonly wire: Wire
  readonly random: Random
  readonly ciphertext: Ciphertext
  readonly gateway: Host
  /** First three bytes of every local address, as in `192.168.7`. */
  readonly prefix: string

  constructor(simulator: Simulator, random: Random, gateway: Omit<HostOptions, 'random'>) {
    this.simulator = simulator
    this.wire = new Wire(simulator)
    this.random = random
    this.ciphertext = new Ciphertext(random.fork('ciphertext'))
    this.gateway = this.host(gateway)
    this.prefix = gateway.address.slice(0, gateway.address.lastIndexOf('.'))
  }

  /** A host with its own source of randomness, named after it. */
  host(options: Omit<HostOptions, 'random'>): Host {
    return new Host({ ...options, random: this.random.fork(`host/${options.name}`) })
  }

  /** An address beyond the gateway without a host. */
  beyond(address: string): Endpoint {
    return { address, addressBytes: ipv4Bytes(address), mac: this.gateway.mac }
  }

  /** What a sender does before its first packet: learn the MAC of the next hop. */
  *reach(from: Host, to: Host): Process {
    if (!from.isLocal) return
    const nextHop = to.isLocal ? to : this.gateway
    if (nextHop === from) return
    if (from.addressBytes.length === 4) yield* resolveMac(this.wire, from, nextHop)
    else yield* discoverNeighbour(this.wire, from, nextHop.ipv6 ?? nextHop)
  }
}
