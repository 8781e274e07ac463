import type { Random } from '../random.ts'
import type { Simulator } from '../simulator.ts'
import type { Host } from './host.ts'
import { Internet } from './internet.ts'
import { Network } from './network.ts'
import { embedded, linux, type OperatingSystem, windows } from './operating-system.ts'
import { type Vendor, vendorMac } from './vendors.ts'
import { type Workstation, workstationModels } from './workstation.ts'

/** What the office machines are for, what they are built by and which ports they open. */
const machines = {
  resolver: { vendor: 'vmware', system: linux, last: 2, tcp: [22, 53], udp: [53, 123] },
  fileServer: {
    vendor: 'vmware',
    system: windows,
    last: 10,
    tcp: [135, 139, 445, 3389, 5985],
    udp: [137],
  },
  mailServer: {
    vendor: 'vmware',
    system: linux,
    last: 11,
    tcp: [22, 25, 110, 143, 465, 587, 993, 995],
    udp: [],
  },
  webServer: { vendor: 'vmware', system: linux, last: 12, tcp: [22, 80, 443, 8080], udp: [] },
  database: { vendor: 'vmware', system: linux, last: 13, tcp: [22, 5432], udp: [] },
  ftpServer: { vendor: 'vmware', system: linux, last: 14, tcp: [21, 22, 23], udp: [] },
  monitor: { vendor: 'vmware', system: linux, last: 15, tcp: [22, 443, 3000], udp: [] },
  storage: {
    vendor: 'synology',
    system: linux,
    last: 20,
    tcp: [22, 80, 139, 443, 445, 5000, 5001],
    udp: [137],
  },
  printer: {
    vendor: 'hp',
    system: embedded,
    last: 30,
    tcp: [80, 443, 515, 631, 9100],
    udp: [161, 5353],
  },
  secondPrinter: {
    vendor: 'hp',
    system: embedded,
    last: 31,
    tcp: [80, 443, 631, 9100],
    udp: [161, 5353],
  },
  camera: { vendor: 'axis', system: linux, last: 40, tcp: [80, 443, 554], udp: [] },
  thermostat: { vendor: 'espressif', system: embedded, last: 41, tcp: [80], udp: [] },
  doorSensor: { vendor: 'espressif', system: embedded, last: 42, tcp: [], udp: [] },
  controller: { vendor: 'siemens', system: embedded, last: 50, tcp: [80, 102, 502], udp: [] },
  operatorPanel: {
    vendor: 'siemens',
    system: windows,
    last: 51,
    tcp: [135, 445, 3389],
    udp: [137],
  },
} as const satisfies Record<string, Machine>

interface Machine {
  readonly vendor: Vendor
  readonly system: OperatingSystem
  /** Last byte of its address, before the seed moves it. */
  readonly last: number
  readonly tcp: readonly number[]
  readonly udp: readonly number[]
}

export type MachineName = keyof typeof machines

/**
 * A small company's network, drawn from the seed: its address range, 8 to 15 workstations, servers,
 * printers, things, and the way to the Internet. Scenarios play on it.
 */
export class Office {
  readonly network: Network
  readonly internet: Internet
  readonly random: Random
  readonly domain: string
  readonly machines: Readonly<Record<MachineName, Host>>
  readonly workstations: readonly Workstation[]
  /** How lively it is: 1 is a calm working day, and thinking times are divided by it. */
  readonly activity: number

  constructor(simulator: Simulator, random: Random, activity: number) {
    this.random = random.fork('office')
    this.activity = activity
    this.domain = `${this.random.pick(['harbor', 'lindenhof', 'northgate', 'quarry', 'millbrook'])}.lan`
    const prefix = drawPrefix(this.random)
    const gateway = {
      name: 'gateway',
      address: `${prefix}.1`,
      mac: vendorMac('ubiquiti', this.random),
      system: linux,
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

  /** A machine that somebody brought in: a laptop that is no part of the office's inventory. */
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
    return this.network.host({
      name,
      address: `${this.network.prefix}.${last}`,
      mac: vendorMac(machine.vendor, this.random),
      system: machine.system,
      openPorts: machine.tcp,
      openUdpPorts: machine.udp,
      closedPorts: machine.system === windows ? 'drop' : 'reset',
    })
  }
}

/** A private range as offices use them (RFC 1918). */
function drawPrefix(random: Random): string {
  return random.pick([
    `192.168.${random.integer(0, 254)}`,
    `10.${random.integer(0, 99)}.${random.integer(0, 254)}`,
    `172.${random.integer(16, 31)}.${random.integer(0, 254)}`,
  ])
}
