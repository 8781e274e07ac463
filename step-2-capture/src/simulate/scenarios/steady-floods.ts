import type { Scenario } from './scenario.ts'

export const repeatedDatagramFlood: Scenario = {
  name: 'repeated_datagram_flood',
  description:
    'One host sends the same datagram from one port to one port, a thousand times a second.',
  kind: 'attack',
  technique: 'T1498.001',
  durationSeconds: 60,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.insider(random)
    const { webServer, mailServer, database } = office.machines
    const victim = random.pick([webServer, mailServer, database])
    const perSecond = Math.round(random.between(800, 1_500))
    const count = perSecond * random.integer(6, 10)
    const ports = {
      sourcePort: random.integer(2_000, 9_000),
      destinationPort: random.integer(20_000, 60_000),
    }
    const payload = Buffer.alloc(random.pick([0, 26, 120, 1_000]), 'X')
    const details = { per_second: perSecond, packets: count, payload_length: payload.length }
    const start = { kind: 'repeated_datagram_flood', attacker, victims: [victim], details }
    const run = function* () {
      yield* network.reach(attacker, victim)
      for (let sent = 0; sent < count; sent++) {
        wire.udp(attacker, victim, ports, payload)
        yield random.exponential(1e6 / perSecond)
      }
    }
    yield* stage.attack(start, run())
  },
}

export const protocolFlood: Scenario = {
  name: 'protocol_flood',
  description:
    'One host sends another hundreds of packets a second of an IP protocol that bears nothing.',
  kind: 'attack',
  technique: 'T1498.001',
  durationSeconds: 60,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.insider(random)
    const victim = random.pick([office.machines.webServer, office.machines.database])
    const protocol = random.pick([2, 47, 143, 255])
    const perSecond = Math.round(random.between(300, 900))
    const count = perSecond * random.integer(5, 9)
    const details = { per_second: perSecond, packets: count, protocol }
    const start = { kind: 'protocol_flood', attacker, victims: [victim], details }
    const run = function* () {
      yield* network.reach(attacker, victim)
      for (let sent = 0; sent < count; sent++) {
        wire.ip(attacker, victim, protocol, Buffer.alloc(8, 0xff))
        yield random.exponential(1e6 / perSecond)
      }
    }
    yield* stage.attack(start, run())
  },
}
