import { lookUp } from '../conversation/dns-lookup.ts'
import type { Host } from '../network/host.ts'
import { sites } from '../network/internet.ts'
import { ArpOperation, arpPacket } from '../packet-builder/arp.ts'
import { EtherType } from '../packet-builder/ethernet.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const arpSpoof: Scenario = {
  name: 'arp_spoof',
  description:
    'One host tells a victim that it is the gateway, and the gateway that it is the victim.',
  kind: 'attack',
  technique: 'T1557.002',
  durationSeconds: 180,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.intruder()
    const victim = random.pick(office.workstations).host
    const { gateway } = office.network
    const gapSeconds = random.pick([1, 2, 10])
    const seconds = Math.min(stage.secondsLeft * 0.8, random.between(40, 90))
    const details = { claimed: gateway.address, attacker_mac: attacker.macAddress }
    const start = { kind: 'arp_spoofing', attacker, victims: [victim, gateway], details }
    yield* stage.attack(start, poison(stage, { attacker, victim, gateway, gapSeconds, seconds }))
  },
}

interface Poisoning {
  readonly attacker: Host
  readonly victim: Host
  readonly gateway: Host
  readonly gapSeconds: number
  readonly seconds: number
}

/** Unasked replies, again and again, because each true reply would undo them; as arpspoof does. */
function* poison(stage: Stage, poisoning: Poisoning): Process {
  const { attacker, victim, gateway, gapSeconds, seconds } = poisoning
  const { network } = stage
  yield* network.reach(attacker, victim)
  yield* network.reach(attacker, gateway)
  const endUs = stage.wire.nowUs + seconds * 1e6
  stage.ordinarily(() => network.simulator.spawn(useTheWire(stage, poisoning)))
  while (stage.wire.nowUs < endUs) {
    claim(stage, { attacker, listener: victim, claimed: gateway })
    yield 120
    claim(stage, { attacker, listener: gateway, claimed: victim })
    yield gapSeconds * 1e6 + stage.random.exponential(3000)
  }
}

function claim(
  stage: Stage,
  { attacker, listener, claimed }: { attacker: Host; listener: Host; claimed: Host },
): void {
  const reply = arpPacket({
    operation: ArpOperation.reply,
    senderMac: attacker.mac,
    senderAddress: claimed.addressBytes,
    targetMac: listener.mac,
    targetAddress: listener.addressBytes,
  })
  stage.wire.ethernet(attacker, listener.mac, EtherType.arp, reply)
}

/** The victim goes on working, and what it sends outside is now addressed to the attacker's MAC. */
function* useTheWire(stage: Stage, { attacker, victim, seconds }: Poisoning): Process {
  const { office, network } = stage
  const through = network.host({
    name: 'resolver-through-attacker',
    address: '9.9.9.9',
    mac: attacker.mac,
    system: office.resolver.system,
    hops: 5,
    roundTripUs: 14_000,
  })
  const endUs = stage.wire.nowUs + seconds * 1e6
  while (stage.wire.nowUs < endUs) {
    yield stage.random.exponential(6e6)
    const { name, provider } = stage.random.pick(sites)
    const target = office.internet.host(name, provider)
    yield* lookUp(network, { client: victim, resolver: through, name, target })
  }
}
