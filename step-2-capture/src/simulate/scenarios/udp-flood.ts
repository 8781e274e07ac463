import type { Host } from '../network/host.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'
import { sendUnreachable } from './udp-scan.ts'

export const udpFlood: Scenario = {
  name: 'udp_flood',
  description: 'One host sends hundreds of datagrams a second to random high ports of a server.',
  kind: 'attack',
  technique: 'T1498.001',
  durationSeconds: 90,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.insider(random)
    const { webServer, mailServer, resolver, database } = office.machines
    const victim = random.pick([webServer, mailServer, resolver, database])
    const perSecond = Math.round(random.between(250, 700))
    const count = Math.round(perSecond * random.between(8, 14))
    const payloadLength = random.pick([64, 512, 1024, 1400])
    const details = { per_second: perSecond, packets: count, payload_length: payloadLength }
    const start = { kind: 'udp_flood', attacker, victims: [victim], details }
    const flood = { attacker, victim, perSecond, count, payloadLength }
    yield* stage.attack(start, floodWithDatagrams(stage, flood))
  },
}

interface UdpFlood {
  readonly attacker: Host
  readonly victim: Host
  readonly perSecond: number
  readonly count: number
  readonly payloadLength: number
}

function* floodWithDatagrams(stage: Stage, flood: UdpFlood): Process {
  const { attacker, victim, perSecond, count } = flood
  const { random, wire, network } = stage
  yield* network.reach(attacker, victim)
  const sourcePort = attacker.ephemeralPort()
  const payload = Buffer.alloc(flood.payloadLength, 'X')
  let nextUnreachableUs = 0
  for (let sent = 0; sent < count; sent++) {
    const datagram = { sourcePort, destinationPort: random.integer(50_000, 54_000) }
    wire.udp(attacker, victim, datagram, payload)
    yield random.exponential(1e6 / perSecond)
    if (wire.nowUs < nextUnreachableUs) continue
    // Linux lets one through every second (net.ipv4.icmp_ratelimit).
    nextUnreachableUs = wire.nowUs + 1e6
    sendUnreachable(stage, { attacker, victim, ...datagram, payload })
  }
}
