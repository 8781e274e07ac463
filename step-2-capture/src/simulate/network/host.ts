import type { Random } from '../random.ts'
import { addressBytes, macText } from './addresses.ts'
import type { OperatingSystem } from './operating-system.ts'

/** Anything that a packet can be addressed to: a host, a broadcast or a multicast group. */
export interface Endpoint {
  readonly address: string
  readonly addressBytes: Uint8Array
  /** Destination of the Ethernet frame: the host's own, or the gateway's for a host beyond it. */
  readonly mac: Uint8Array
}

export interface HostOptions {
  readonly name: string
  readonly address: string
  readonly mac: Uint8Array
  readonly system: OperatingSystem
  readonly random: Random
  /** Routers between the host and the tap; 0 on the local network. */
  readonly hops?: number
  /** From the tap to the host and back, without the host's own work, in microseconds. */
  readonly roundTripUs?: number
  /** Gap between two full-sized packets in a row, in microseconds: the speed of its line. */
  readonly packetGapUs?: number
  /** TCP ports that accept connections. */
  readonly openPorts?: readonly number[]
  /** What a closed port answers: an RST, or nothing because a packet filter drops it. */
  readonly closedPorts?: 'reset' | 'drop'
  /** UDP ports that answer. */
  readonly openUdpPorts?: readonly number[]
  /** The same machine at its IPv6 address. */
  readonly ipv6?: Host
}

/** A machine of the simulated network and what its stack remembers. */
export class Host implements Endpoint {
  readonly name: string
  readonly address: string
  readonly addressBytes: Uint8Array
  readonly mac: Uint8Array
  readonly system: OperatingSystem
  readonly random: Random
  readonly isLocal: boolean
  readonly timeToLive: number
  readonly openPorts: Set<number>
  readonly openUdpPorts: Set<number>
  readonly closedPorts: 'reset' | 'drop'
  /** The same machine at its IPv6 address, where it has one. */
  readonly ipv6: Host | undefined
  readonly packetGapUs: number
  /** Local addresses whose MAC it knows, and until when (µs). Bounded by the size of the LAN. */
  readonly arpCache = new Map<string, number>()
  /** Names that it has resolved, and until when (µs). */
  readonly nameCache = new Map<string, number>()
  readonly #roundTripUs: number
  #nextPort: number
  #identification: number

  constructor(options: HostOptions) {
    const { random, system, hops = 0 } = options
    this.name = options.name
    this.address = options.address
    this.addressBytes = addressBytes(options.address)
    this.mac = options.mac
    this.system = system
    this.random = random
    this.isLocal = hops === 0
    this.timeToLive = system.timeToLive - hops
    this.openPorts = new Set(options.openPorts)
    this.openUdpPorts = new Set(options.openUdpPorts)
    this.closedPorts = options.closedPorts ?? 'reset'
    this.ipv6 = options.ipv6
    this.packetGapUs = options.packetGapUs ?? (this.isLocal ? 12 : 60)
    this.#roundTripUs = options.roundTripUs ?? 120
    this.#nextPort = random.integer(...system.ephemeralPorts) & ~1
    this.#identification = random.integer(0, 0xffff)
  }

  get macAddress(): string {
    return macText(this.mac)
  }

  /** How long after a packet passes the tap this host's reaction to it does, in microseconds. */
  reactionUs(): number {
    return this.#roundTripUs * (0.92 + this.random.exponential(0.12)) + this.random.exponential(40)
  }

  /** Source port of a new connection: counted up, on Linux in even steps (RFC 6056 algorithm 3). */
  ephemeralPort(): number {
    const [low, high] = this.system.ephemeralPorts
    const step = this.system.name === 'linux' ? 2 * this.random.integer(1, 4) : 1
    this.#nextPort = this.#nextPort + step > high ? low : this.#nextPort + step
    return this.#nextPort
  }

  /** Identification field of the next IP packet that does not belong to a numbered flow. */
  nextIdentification(): number {
    this.#identification = (this.#identification + 1) & 0xffff
    return this.#identification
  }
}
