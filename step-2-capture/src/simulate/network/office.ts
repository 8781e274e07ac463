import { linkLocalAddress } from '../packet-builder/ipv6.ts'
import type { Random } from '../random.ts'
import type { Simulator } from '../simulator.ts'
import { ipv6Text } from './addresses.ts'
import { Host } from './host.ts'
import { Internet } from './internet.ts'
import { type Machine, type MachineName, machines } from './machines.ts'
import { Network } from './network.ts'
import { embedded, linux, windows } from './operating-system.ts'
import { vendorMac } from './vendors.ts'
import { type Workstation, workstationModels } from './workstation.ts'

/**
 * A small company's network, drawn from the seed: its address range, 8 to 15 workstations, servers,
 * printers, things, and the way to the Internet. Scenarios play on it.
 */
export class Office {
  readonly network: Network
  readonly internet: Internet
  readonly random: Random
  readonly domain: string
  /** First half of every IPv6 address here; undefined where the office has IPv4 alone. */
  readonly ipv6Prefix: Buffer | undefined
  readonly machines: Readonly<Record<MachineName, Host>>
  readonly workstations: readonly Workstation[]
  /** How lively it is: 1 is a calm working day, and thinking times are divided by it. */
  readonly activity: number

  constructor(simulator: Simulator, random: Random, activity: number) {
    this.random = random.fork('office')
    this.activity = activity
    this.domain = `${this.random.pick(['harbor', 'lindenhof', 'northgate', 'quarry', 'millbrook'])}.lan`
    const prefix = drawPrefix(this.random)
    this.ipv6Prefix = this.random.chance(0.5) ? drawIpv6Prefix(this.random) : undefined
    const mac = vendorMac('ubiquiti', this.random)
    const gatewayIpv6 = new Host({
      name: 'gateway/ipv6',
      address: ipv6Text(linkLocalAddress(mac)),
      mac,
      system: linux,
      random: this.random.fork('gateway/ipv6'),
    })
    const gateway = {
      name: 'gateway',
      address: `${prefix}.1`,
      mac,
      system: linux,
      ipv6: gatewayIpv6,
      openPorts: [22, 53, 80, 443],
      openUdpPorts: [53, 67],
    }
    this.network = new Network(simulator, random, gateway)
    this.internet = new Internet(this.network)
    this.machines = this.#drawMachines()
    this.workstations = this.#drawWorkstations(this.random.integer(8, 15))
  }

  get resolver(): Host {
    return this.machines.resolver
  }

  /** Every machine on the local network but the gateway. */
  get localHosts(): Host[] {
    return [...Object.values(this.machines), ...this.workstations.map(({ host }) => host)]
  }

  /** The machine that has this address on the local network, if any. */
  hostAt(address: string): Host | undefined {
    return [this.network.gateway, ...this.localHosts].find((host) => host.address === address)
  }

  /** Every address of the subnet that a host could have, in order. */
  get subnetAddresses(): string[] {
    return Array.from({ length: 254 }, (_, index) => `${this.network.prefix}.${index + 1}`)
  }

  /** Who attacks from inside: a machine that was brought in, or a workstation that was taken. */
  insider(random: Random): Host {
    return random.chance(0.5) ? this.intruder() : random.pick(this.workstations).host
  }

  /** A time to think, in microseconds: heavy-tailed, `medianS` seconds at activity 1. */
  pauseUs(host: Host, medianS: number): number {
    return (host.random.logNormal(medianS, 0.8) / this.activity) * 1e6
  }

  /** A machine from outside: a laptop that is not in the office's inventory. */
  intruder(name = 'intruder'): Host {
    const random = this.random.fork(name)
    return this.network.host({
      name,
      address: `${this.network.prefix}.${random.integer(200, 250)}`,
      mac: vendorMac(random.pick(['kali', 'intel', 'raspberry']), random),
      system: linux,
      openPorts: [22],
    })
  }

  #drawMachines(): Record<MachineName, Host> {
    const shift = this.random.integer(0, 8)
    const entries = Object.entries(machines).map(([name, machine]) => {
      const last = machine.last === 2 ? 2 : machine.last + shift
      return [name, this.#host(`${name}.${this.domain}`, last, machine)]
    })
    // Object.fromEntries loses the names; the entries come from `machines` one by one.
    return Object.fromEntries(entries) as Record<MachineName, Host>
  }

  #drawWorkstations(count: number): Workstation[] {
    const lasts = this.random.sample(
      Array.from({ length: 90 }, (_, index) => 100 + index),
      count,
    )
    return lasts.map((last) => {
      const model = this.random.pick(workstationModels)
      const name = `${model.namePrefix}-${this.random.text(6, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789')}`
      const tcp = model.system === windows ? [135, 139, 445, 3389, 5985] : [22]
      const udp = model.system === windows ? [137] : [5353]
      const host = this.#host(name, last, { ...model, last, tcp, udp })
      return { host, model }
    })
  }

  #host(name: string, last: number, machine: Machine): Host {
    const options = {
      name,
      mac: vendorMac(machine.vendor, this.random),
      system: machine.system,
      openPorts: machine.tcp,
      openUdpPorts: machine.udp,
      closedPorts: machine.system === windows ? 'drop' : 'reset',
    } as const
    const ipv4 = { ...options, address: `${this.network.prefix}.${last}` }
    if (this.ipv6Prefix === undefined || machine.system === embedded) return this.network.host(ipv4)
    // A privacy address: its second half is drawn, and says nothing of the card (RFC 8981).
    const address = ipv6Text(Buffer.concat([this.ipv6Prefix, this.random.bytes(8)]))
    const ipv6 = this.network.host({ ...options, name: `${name}/ipv6`, address })
    return this.network.host({ ...ipv4, ipv6 })
  }
}

/** A delegated prefix out of the block for documentation (RFC 9637). */
function drawIpv6Prefix(random: Random): Buffer {
  return Buffer.concat([Buffer.from([0x3f, 0xff, 0, random.integer(0, 255)]), random.bytes(4)])
}

/** A private range as offices use them (RFC 1918). */
function drawPrefix(random: Random): string {
  return random.pick([
    `192.168.${random.integer(0, 254)}`,
    `10.${random.integer(0, 99)}.${random.integer(0, 254)}`,
    `172.${random.integer(16, 31)}.${random.integer(0, 254)}`,
  ])
}
