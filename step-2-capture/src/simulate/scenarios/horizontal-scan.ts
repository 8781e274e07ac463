import { resolveInVain } from '../conversation/arp-exchange.ts'
import { Flag } from '../conversation/tcp-side.ts'
import type { Host } from '../network/host.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'
import { probeTcp, scannerOptions } from './tcp-probe.ts'

export const horizontalScan: Scenario = {
  name: 'horizontal_scan',
  description: 'One host looks for one service on every address of the local network.',
  kind: 'attack',
  technique: 'T1046',
  durationSeconds: 150,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.insider(random)
    const port = random.pick([22, 23, 445, 3389, 5900, 8080])
    const perSecond = Math.round(random.between(10, 80))
    const addresses = random.shuffle(office.subnetAddresses)
    const victims = office.localHosts.filter((host) => host !== attacker)
    const details = { port, addresses: addresses.length, per_second: perSecond }
    const start = { kind: 'horizontal_port_scan', attacker, victims, details }
    yield* stage.attack(start, scanSubnet(stage, { attacker, port, addresses, perSecond }))
  },
}

/** Malware on a small device, which spreads by trying addresses all over the Internet. */
export const outboundScan: Scenario = {
  name: 'horizontal_scan_outbound',
  description: 'An infected device tries telnet ports of random Internet addresses, as Mirai does.',
  kind: 'attack',
  technique: 'T1595.001',
  durationSeconds: 150,
  *play(stage) {
    const { random, office } = stage
    const attacker = random.pick([office.machines.camera, office.machines.thermostat])
    const perSecond = Math.round(random.between(20, 90))
    const count = random.integer(600, 2500)
    const details = { ports: '23, 2323', addresses: count, per_second: perSecond }
    const start = { kind: 'horizontal_port_scan', attacker, victims: ['0.0.0.0/0'], details }
    yield* stage.attack(start, scanInternet(stage, { attacker, count, perSecond }))
  },
}

interface SubnetScan {
  readonly attacker: Host
  readonly port: number
  readonly addresses: readonly string[]
  readonly perSecond: number
}

/** On the local network an address without a host ends at ARP, and gets no SYN. */
function* scanSubnet(stage: Stage, scan: SubnetScan): Process {
  const { attacker, port, addresses, perSecond } = scan
  const { random, office, network } = stage
  for (const address of addresses) {
    const victim = office.hostAt(address)
    if (victim === undefined)
      network.simulator.spawn(resolveInVain(network.wire, attacker, address))
    else if (victim !== attacker) network.simulator.spawn(probeHost(stage, attacker, victim, port))
    yield random.exponential(1e6 / perSecond)
  }
  yield 2_500_000
}

function* probeHost(stage: Stage, attacker: Host, victim: Host, port: number): Process {
  yield* stage.network.reach(attacker, victim)
  const sourcePort = attacker.ephemeralPort()
  const sequence = stage.random.next()
  yield* probeTcp(stage, { attacker, victim, port, sourcePort, sequence, flags: Flag.syn })
}

function* scanInternet(
  stage: Stage,
  { attacker, count, perSecond }: { attacker: Host; count: number; perSecond: number },
): Process {
  const { random, wire, network } = stage
  yield* network.reach(attacker, network.gateway)
  const sourcePort = attacker.ephemeralPort()
  for (let sent = 0; sent < count; sent++) {
    const address = randomPublicAddress(stage)
    const target = network.beyond(address)
    // Mirai's mark: the sequence number is the target's address.
    const sequence = Buffer.from(target.addressBytes).readUInt32BE(0)
    const destinationPort = random.chance(0.1) ? 2323 : 23
    const ports = { sourcePort, destinationPort }
    const segment = { ...ports, sequence, acknowledgement: 0, flags: Flag.syn, window: 29_200 }
    wire.tcp(attacker, target, { ...segment, options: scannerOptions(), dontFragment: false })
    yield random.exponential(1e6 / perSecond)
  }
}

/** Unicast addresses that are neither private nor set aside. */
export function randomPublicAddress({ random }: Stage): string {
  const first = random.pick([
    23, 31, 45, 58, 62, 79, 91, 103, 118, 141, 159, 177, 188, 195, 203, 212,
  ])
  return [first, random.integer(4, 250), random.integer(0, 255), random.integer(1, 254)].join('.')
}
