import { sendArpReply, sendArpRequest } from '../conversation/arp-exchange.ts'
import type { Host } from '../network/host.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const arpSweep: Scenario = {
  name: 'arp_sweep',
  description: 'One host asks by ARP for every address of the subnet, as nmap -sn and arp-scan do.',
  kind: 'attack',
  technique: 'T1018',
  durationSeconds: 120,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.insider(random)
    const perSecond = random.between(20, 400)
    const addresses = random.chance(0.5)
      ? office.subnetAddresses
      : random.shuffle(office.subnetAddresses)
    const details = { addresses: addresses.length, per_second: Math.round(perSecond) }
    const victims = [`${office.network.prefix}.0/24`]
    const start = { kind: 'arp_sweep', attacker, victims, details }
    yield* stage.attack(start, askForAll(stage, { attacker, addresses, perSecond }))
  },
}

interface ArpSweep {
  readonly attacker: Host
  readonly addresses: readonly string[]
  readonly perSecond: number
}

/** One request an address, in the given order; who has it answers. */
export function* askForAll(stage: Stage, { attacker, addresses, perSecond }: ArpSweep): Process {
  for (const address of addresses) {
    if (address === attacker.address) continue
    sendArpRequest(stage.wire, attacker, address)
    const host = stage.office.hostAt(address)
    if (host) stage.network.simulator.spawn(answer(stage, host, attacker), host.reactionUs())
    yield stage.random.exponential(1e6 / perSecond)
  }
}

// biome-ignore lint/correctness/useYield: a process that does one thing and is over
function* answer(stage: Stage, host: Host, attacker: Host): Process {
  sendArpReply(stage.wire, host, attacker)
}

export const icmpSweep: Scenario = {
  name: 'icmp_sweep',
  description: 'One host pings every address of another subnet, once each; few answer.',
  kind: 'attack',
  technique: 'T1018',
  durationSeconds: 120,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.insider(random)
    const perSecond = random.between(15, 200)
    const prefix = `10.${random.integer(100, 200)}.${random.integer(0, 255)}`
    const addresses = Array.from({ length: 254 }, (_, index) => `${prefix}.${index + 1}`)
    const details = { addresses: addresses.length, per_second: Math.round(perSecond) }
    const start = { kind: 'ping_sweep', attacker, victims: [`${prefix}.0/24`], details }
    yield* stage.attack(start, pingAll(stage, { attacker, addresses, perSecond }))
  },
}

function* pingAll(stage: Stage, { attacker, addresses, perSecond }: ArpSweep): Process {
  const { random, wire, network } = stage
  yield* network.reach(attacker, network.gateway)
  const identifier = random.integer(1, 0xffff)
  for (const address of addresses) {
    const target = network.beyond(address)
    const echo = { identifier, sequence: 0 }
    wire.icmpEcho(attacker, target, { ...echo, type: 8, timeToLive: random.integer(37, 59) }, empty)
    if (random.chance(0.15)) {
      const from = {
        ...target,
        timeToLive: 62,
        nextIdentification: () => random.integer(0, 65_535),
      }
      network.simulator.spawn(reply(stage, from, attacker, echo), random.between(600, 3000))
    }
    yield random.exponential(1e6 / perSecond)
  }
}

// biome-ignore lint/correctness/useYield: a process that does one thing and is over
function* reply(
  stage: Stage,
  from: Parameters<Stage['wire']['icmpEcho']>[0],
  to: Host,
  echo: { identifier: number; sequence: number },
): Process {
  stage.wire.icmpEcho(from, to, { ...echo, type: 0 }, empty)
}

const empty = new Uint8Array(0)
