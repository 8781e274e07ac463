import { EtherType, ethernetFrame } from '../packet-builder/ethernet.ts'
import { icmpEcho } from '../packet-builder/icmp.ts'
import { type Fragment, ipv4Packet } from '../packet-builder/ipv4.ts'
import { ipv6Packet } from '../packet-builder/ipv6.ts'
import { type TcpHeader, tcpSegment } from '../packet-builder/tcp.ts'
import { udpDatagram } from '../packet-builder/udp.ts'
import type { Simulator } from '../simulator.ts'
import type { Endpoint, Host } from './host.ts'

/** Where a packet comes from; an attacker may lie about each part of it. */
export interface Sender extends Endpoint {
  readonly timeToLive: number
  nextIdentification(): number
}

export interface IpOptions {
  readonly identification?: number
  readonly timeToLive?: number
  readonly dontFragment?: boolean
  readonly fragment?: Fragment
}

export interface DatagramOptions extends IpOptions {
  readonly sourcePort: number
  readonly destinationPort: number
}

export type SegmentOptions = IpOptions &
  Omit<TcpHeader, 'source' | 'destination' | 'urgentPointer'> & { readonly payload?: Uint8Array }

export interface EchoOptions extends IpOptions {
  readonly type: 0 | 8
  readonly identifier: number
  readonly sequence: number
}

/** Puts packets between two endpoints on the simulated wire, with every header filled in. */
export class Wire {
  readonly simulator: Simulator

  constructor(simulator: Simulator) {
    this.simulator = simulator
  }

  get nowUs(): number {
    return this.simulator.nowUs
  }

  tcp(from: Sender, to: Endpoint, options: SegmentOptions): void {
    const header = { ...options, source: from.addressBytes, destination: to.addressBytes }
    const segment = tcpSegment(header, options.payload ?? new Uint8Array(0))
    this.ip(from, to, 6, segment, { dontFragment: true, ...options })
  }

  udp(from: Sender, to: Endpoint, options: DatagramOptions, payload: Uint8Array): void {
    const header = { ...options, source: from.addressBytes, destination: to.addressBytes }
    this.ip(from, to, 17, udpDatagram(header, payload), options)
  }

  icmpEcho(from: Sender, to: Endpoint, options: EchoOptions, data: Uint8Array): void {
    this.ip(from, to, 1, icmpEcho(options, data), options)
  }

  /** An IP packet of the version that the two addresses have. */
  ip(
    from: Sender,
    to: Endpoint,
    protocol: number,
    payload: Uint8Array,
    options: IpOptions = {},
  ): void {
    const ends = { source: from.addressBytes, destination: to.addressBytes }
    const timeToLive = options.timeToLive ?? from.timeToLive
    if (ends.source.length === 16) {
      const header = { ...ends, nextHeader: protocol, hopLimit: timeToLive }
      this.ethernet(from, to.mac, EtherType.ipv6, ipv6Packet(header, payload))
      return
    }
    const header = {
      ...ends,
      protocol,
      timeToLive,
      identification: options.identification ?? from.nextIdentification(),
      dontFragment: options.dontFragment ?? false,
      ...(options.fragment ? { fragment: options.fragment } : {}),
    }
    this.ethernet(from, to.mac, EtherType.ipv4, ipv4Packet(header, payload))
  }

  ethernet(
    from: Pick<Host, 'mac'>,
    destinationMac: Uint8Array,
    etherType: number,
    payload: Uint8Array,
  ): void {
    this.simulator.send(ethernetFrame({ sourceMac: from.mac, destinationMac, etherType }, payload))
  }
}
