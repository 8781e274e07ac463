import { Flag } from '../conversation/tcp-side.ts'
import type { Scenario } from './scenario.ts'

export const tcpFlood: Scenario = {
  name: 'tcp_flood',
  description: 'One host sends a server thousands of ACKs that belong to no connection.',
  kind: 'attack',
  technique: 'T1498.001',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.intruder()
    const victim = random.pick([office.machines.webServer, office.machines.mailServer])
    const port = random.pick([...victim.openPorts])
    const perSecond = Math.round(random.between(150, 500))
    const count = Math.round(perSecond * random.between(8, 14))
    const details = { port, per_second: perSecond, packets: count, flags: 'ack' }
    const start = { kind: 'tcp_flood', attacker, victims: [victim], details }
    const run = function* () {
      yield* network.reach(attacker, victim)
      const reset = { acknowledgement: 0, flags: Flag.rst, window: 0, identification: 0 }
      let sourcePort = random.integer(1024, 50_000)
      for (let sent = 0; sent < count; sent++) {
        sourcePort++
        const acknowledgement = random.next()
        const stray = { sequence: random.next(), acknowledgement, flags: Flag.ack, window: 512 }
        wire.tcp(attacker, victim, { sourcePort, destinationPort: port, ...stray })
        // RFC 9293 section 3.10.7.1: what belongs to no connection is reset, if there is time.
        if (random.chance(0.3)) {
          const ends = { sourcePort: port, destinationPort: sourcePort }
          wire.tcp(victim, attacker, { ...ends, sequence: acknowledgement, ...reset })
        }
        yield random.exponential(1e6 / perSecond)
      }
    }
    yield* stage.attack(start, run())
  },
}

export const landAttack: Scenario = {
  name: 'land_attack',
  description: 'SYNs that claim to come from the host and port that they go to.',
  kind: 'attack',
  technique: 'T1499.004',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.intruder()
    const victim = random.pick([office.machines.fileServer, office.machines.printer])
    const port = random.pick([...victim.openPorts])
    const count = random.integer(3, 40)
    const start = { kind: 'land_attack', attacker, victims: [victim], details: { port, count } }
    const forged = {
      address: victim.address,
      addressBytes: victim.addressBytes,
      mac: attacker.mac,
      timeToLive: 255,
      nextIdentification: () => random.integer(0, 0xffff),
    }
    const run = function* () {
      yield* network.reach(attacker, victim)
      for (let sent = 0; sent < count; sent++) {
        const numbers = { sequence: random.next(), acknowledgement: 0, window: 2048 }
        const ports = { sourcePort: port, destinationPort: port }
        wire.tcp(forged, victim, { ...ports, ...numbers, flags: Flag.syn })
        yield random.exponential(200_000)
      }
    }
    yield* stage.attack(start, run())
  },
}
