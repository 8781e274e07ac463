import { ipv4Bytes } from '../network/addresses.ts'
import { internetChecksum } from '../packet-builder/checksum.ts'
import { EtherType } from '../packet-builder/ethernet.ts'
import { Icmpv6Type, icmpv6Message, macOption } from '../packet-builder/icmpv6.ts'
import { ipv6Packet } from '../packet-builder/ipv6.ts'
import type { Scenario } from './scenario.ts'

export const macFlood: Scenario = {
  name: 'mac_flood',
  description: 'Thousands of invented senders fill the table of the switch, as macof does.',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 90,
  *play(stage) {
    const { random, office, wire } = stage
    const attacker = office.intruder()
    const victim = office.machines.fileServer
    const perSecond = Math.round(random.between(300, 900))
    const count = perSecond * random.integer(4, 9)
    const details = { per_second: perSecond, packets: count }
    const start = { kind: 'mac_flood', attacker, victims: [victim], details }
    const run = function* () {
      for (let sent = 0; sent < count; sent++) {
        const mac = random.bytes(6)
        // Neither a group nor one that was given out locally.
        mac[0] = (mac[0] as number) & 0xfc
        const address = [10, ...random.bytes(3)].join('.')
        const forged = {
          address,
          addressBytes: ipv4Bytes(address),
          mac,
          timeToLive: 64,
          nextIdentification: () => random.integer(0, 0xffff),
        }
        const ports = { sourcePort: random.integer(50_001, 60_000), destinationPort: 9 }
        wire.udp(forged, victim, ports, Buffer.alloc(12))
        yield random.exponential(1e6 / perSecond)
      }
    }
    yield* stage.attack(start, run())
  },
}

/** All nodes of the link (RFC 4291 section 2.7.1), and the MAC address that stands for them. */
const allNodes = Buffer.from('ff020000000000000000000000000001', 'hex')
const allNodesMac = Buffer.from('333300000001', 'hex')

export const neighbourSpoofing: Scenario = {
  name: 'neighbour_spoofing',
  description: 'A host says again and again that the address of the IPv6 router is its own.',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.intruder()
    const router = network.gateway
    const count = random.integer(6, 20)
    const start = { kind: 'neighbour_spoofing', attacker, victims: [router], details: { count } }
    const source = Buffer.from('fe80000000000000000000000000fe01', 'hex')
    const announce = (from: { readonly mac: Uint8Array }) => {
      // Not solicited, and to be taken instead of what is known: flags R and O.
      const body = Buffer.concat([
        Buffer.from([0xa0, 0, 0, 0]),
        source,
        macOption('target', from.mac),
      ])
      const type = Icmpv6Type.neighborAdvertisement
      const message = icmpv6Message({ source, destination: allNodes, type }, body)
      const header = { source, destination: allNodes, nextHeader: 58, hopLimit: 255 }
      wire.ethernet(from, allNodesMac, EtherType.ipv6, ipv6Packet(header, message))
    }
    const run = function* () {
      announce(router)
      for (let sent = 0; sent < count; sent++) {
        yield random.between(1, 4) * 1e6
        announce(attacker)
      }
    }
    yield* stage.attack(start, run())
  },
}

export const icmpRedirect: Scenario = {
  name: 'icmp_redirect',
  description: "A host tells another, in the gateway's name, that it is the better gateway.",
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.intruder()
    const victim = random.pick(office.workstations).host
    const count = random.integer(3, 12)
    const start = { kind: 'icmp_redirect', attacker, victims: [victim], details: { count } }
    const forged = {
      address: network.gateway.address,
      addressBytes: network.gateway.addressBytes,
      mac: attacker.mac,
      timeToLive: 64,
      nextIdentification: () => random.integer(0, 0xffff),
    }
    const run = function* () {
      yield* network.reach(attacker, victim)
      for (let sent = 0; sent < count; sent++) {
        wire.ip(forged, victim, 1, redirect(victim.addressBytes, attacker.addressBytes))
        yield random.between(1, 3) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}

/** Redirect for a host (RFC 792): the gateway, then the head of the packet that it is about. */
function redirect(victim: Uint8Array, gateway: Uint8Array): Buffer {
  const about = Buffer.from('4500001c00010000401100000000000008080808c000003500080000', 'hex')
  about.set(victim, 12)
  about.writeUInt16BE(internetChecksum(about.subarray(0, 20)), 10)
  const message = Buffer.concat([Buffer.from([5, 1, 0, 0]), gateway, about])
  message.writeUInt16BE(internetChecksum(message), 2)
  return message
}
