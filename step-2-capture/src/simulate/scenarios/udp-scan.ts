import type { Host } from '../network/host.ts'
import { icmpUnreachable } from '../packet-builder/icmp.ts'
import { ipv4Packet } from '../packet-builder/ipv4.ts'
import { snmpMessage } from '../packet-builder/snmp.ts'
import { udpDatagram } from '../packet-builder/udp.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

const commonUdpPorts = [
  53, 67, 69, 111, 123, 135, 137, 138, 139, 161, 162, 177, 427, 443, 445, 500, 514, 520, 593, 623,
  626, 631, 996, 997, 998, 999, 1022, 1023, 1025, 1026, 1027, 1434, 1645, 1646, 1701, 1718, 1812,
  1900, 2048, 2049, 2222, 3283, 3456, 4444, 4500, 5060, 5353, 9200, 10000, 17185, 20031, 30718,
  31337, 32768, 32815, 33281, 49152, 49153, 49154, 49156, 49181, 49186, 49188, 49190, 49200, 49201,
]

export const udpScan: Scenario = {
  name: 'udp_scan',
  description: 'One host sends empty datagrams to many UDP ports; the closed ones answer by ICMP.',
  kind: 'attack',
  technique: 'T1046',
  durationSeconds: 150,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.insider(random)
    const { resolver, storage, printer, webServer } = office.machines
    const victim = random.pick([resolver, storage, printer, webServer])
    const ports = random.sample(commonUdpPorts, random.integer(40, commonUdpPorts.length))
    const perSecond = random.between(2, 15)
    const details = { ports: ports.length, per_second: Math.round(perSecond) }
    const start = { kind: 'udp_port_scan', attacker, victims: [victim], details }
    yield* stage.attack(start, scan(stage, { attacker, victim, ports, perSecond }))
  },
}

interface UdpScan {
  readonly attacker: Host
  readonly victim: Host
  readonly ports: readonly number[]
  readonly perSecond: number
}

function* scan(stage: Stage, { attacker, victim, ports, perSecond }: UdpScan): Process {
  yield* stage.network.reach(attacker, victim)
  const sourcePort = stage.random.integer(33_000, 64_000)
  let nextUnreachableUs = 0
  for (const port of ports) {
    const payload = probeFor(port)
    // A closed port is only known by its ICMP, and Linux sends one a second: scanners ask again.
    for (let attempt = 0; attempt < 2; attempt++) {
      const datagram = { sourcePort: sourcePort + attempt, destinationPort: port }
      stage.wire.udp(attacker, victim, { ...datagram, timeToLive: 47 }, payload)
      yield stage.random.exponential(1e6 / perSecond)
      if (victim.openUdpPorts.has(port)) break
      if (victim.closedPorts === 'drop' || stage.wire.nowUs < nextUnreachableUs) continue
      nextUnreachableUs = stage.wire.nowUs + 1e6
      sendUnreachable(stage, { attacker, victim, ...datagram, payload })
      break
    }
  }
}

/** Port unreachable, with the start of the datagram that it answers. */
export function sendUnreachable(
  stage: Stage,
  about: {
    readonly attacker: Host
    readonly victim: Host
    readonly sourcePort: number
    readonly destinationPort: number
    readonly payload: Uint8Array
  },
): void {
  const { attacker, victim, payload } = about
  const ends = { source: attacker.addressBytes, destination: victim.addressBytes }
  const quoted = ipv4Packet(
    { ...ends, protocol: 17, timeToLive: 47, identification: stage.random.integer(0, 65_535) },
    udpDatagram({ ...ends, ...about }, payload),
  )
  stage.wire.ip(victim, attacker, 1, icmpUnreachable(3, quoted))
}

function probeFor(port: number): Uint8Array {
  if (port !== 161) return new Uint8Array(0)
  const bindings = [['1.3.6.1.2.1.1.5.0']] as const
  return snmpMessage({ operation: 'get', requestId: 20_077, bindings })
}
