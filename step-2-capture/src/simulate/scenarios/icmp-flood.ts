import type { Host } from '../network/host.ts'
import { linuxPingData } from '../packet-builder/icmp.ts'
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
