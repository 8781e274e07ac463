import type { Host } from '../network/host.ts'
import { icmpUnreachable, linuxPingData } from '../packet-builder/icmp.ts'
import { ipv4Packet } from '../packet-builder/ipv4.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const icmpFlood: Scenario = {
  name: 'icmp_flood',
  description:
    'One host pings another hundreds of times a second, as ping -f does; each is answered.',
  kind: 'attack',
  technique: 'T1498.001',
  durationSeconds: 90,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.insider(random)
    const victim = random.pick(
      [office.network.gateway, ...office.localHosts].filter((host) => host !== attacker),
    )
    const perSecond = Math.round(random.between(200, 600))
    const count = Math.round(perSecond * random.between(8, 14))
    const details = { per_second: perSecond, packets: count }
    const start = { kind: 'icmp_flood', attacker, victims: [victim], details }
    yield* stage.attack(start, floodWithPings(stage, { attacker, victim, perSecond, count }))
  },
}

export const icmpMessageFlood: Scenario = {
  name: 'icmp_message_flood',
  description:
    'One host sends a server errors about packets that it never sent, as BlackNurse does.',
  kind: 'attack',
  technique: 'T1498.001',
  durationSeconds: 90,
  *play(stage) {
    const { random, office, wire, network } = stage
    const attacker = office.intruder()
    const victim = random.pick([office.machines.webServer, office.machines.fileServer])
    const perSecond = Math.round(random.between(200, 600))
    const count = Math.round(perSecond * random.between(8, 14))
    const details = { per_second: perSecond, packets: count }
    const start = { kind: 'icmp_message_flood', attacker, victims: [victim], details }
    const head = { protocol: 17, timeToLive: 64, identification: 1 }
    const ends = { source: random.bytes(4), destination: random.bytes(4) }
    const run = function* () {
      yield* network.reach(attacker, victim)
      for (let sent = 0; sent < count; sent++) {
        wire.ip(
          attacker,
          victim,
          1,
          icmpUnreachable(3, ipv4Packet({ ...head, ...ends }, random.bytes(8))),
        )
        yield random.exponential(1e6 / perSecond)
      }
    }
    yield* stage.attack(start, run())
  },
}

interface PingFlood {
  readonly attacker: Host
  readonly victim: Host
  readonly perSecond: number
  readonly count: number
}

function* floodWithPings(stage: Stage, flood: PingFlood): Process {
  const { attacker, victim, perSecond, count } = flood
  const { random, wire, network } = stage
  yield* network.reach(attacker, victim)
  const identifier = random.integer(1, 0xffff)
  for (let sequence = 1; sequence <= count; sequence++) {
    const data = linuxPingData(wire.nowUs)
    const echo = { identifier, sequence }
    wire.icmpEcho(attacker, victim, { ...echo, type: 8, dontFragment: true }, data)
    yield victim.reactionUs()
    wire.icmpEcho(victim, attacker, { ...echo, type: 0 }, data)
    yield random.exponential(1e6 / perSecond)
  }
}
