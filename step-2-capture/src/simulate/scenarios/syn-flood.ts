import { Flag } from '../conversation/tcp-side.ts'
import { ipv4Bytes } from '../network/addresses.ts'
import type { Host } from '../network/host.ts'
import type { Process } from '../simulator.ts'
import { randomPublicAddress } from './horizontal-scan.ts'
import type { Scenario, Stage } from './scenario.ts'
import { scannerOptions } from './tcp-probe.ts'

/** As many half-open connections as a Linux listener queues by default. */
const backlogSize = 128

export const synFlood: Scenario = {
  name: 'syn_flood',
  description: 'One host opens thousands of connections to a server and completes none of them.',
  kind: 'attack',
  technique: 'T1499.001',
  durationSeconds: 120,
  play: (stage) => playFlood(stage, 'own'),
}

export const spoofedSynFlood: Scenario = {
  name: 'syn_flood_spoofed',
  description: 'A SYN flood whose source addresses are invented, each used once.',
  kind: 'attack',
  technique: 'T1498.001',
  durationSeconds: 120,
  play: (stage) => playFlood(stage, 'invented'),
}

function* playFlood(stage: Stage, addresses: 'own' | 'invented'): Process {
  const { random, office } = stage
  const attacker = office.intruder()
  const victim = random.pick([office.machines.webServer, office.machines.mailServer])
  const port = random.pick([...victim.openPorts])
  const perSecond = Math.round(random.between(250, 900))
  const count = Math.round(perSecond * random.between(8, 16))
  const details = { port, per_second: perSecond, packets: count, source_addresses: addresses }
  const start = { kind: 'syn_flood', attacker, victims: [victim], details }
  const flood = { attacker, victim, port, perSecond, count, addresses }
  yield* stage.attack(start, floodWithSyn(stage, flood))
}

interface SynFlood {
  readonly attacker: Host
  readonly victim: Host
  readonly port: number
  readonly perSecond: number
  readonly count: number
  readonly addresses: 'own' | 'invented'
}

function* floodWithSyn(stage: Stage, flood: SynFlood): Process {
  const { attacker, victim, port, perSecond, count } = flood
  const { random, wire } = stage
  yield* stage.network.reach(attacker, victim)
  const options = scannerOptions()
  let sourcePort = random.integer(1024, 60_000)
  for (let sent = 0; sent < count; sent++) {
    sourcePort = sourcePort >= 65_535 ? 1024 : sourcePort + 1
    const from = flood.addresses === 'own' ? attacker : invented(stage, attacker)
    const sequence = random.next()
    wire.tcp(from, victim, {
      sourcePort,
      destinationPort: port,
      sequence,
      acknowledgement: 0,
      flags: Flag.syn,
      window: 512,
      identification: random.integer(0, 65_535),
      dontFragment: false,
    })
    if (sent < backlogSize || random.chance(0.05)) {
      const answer = { from, sourcePort, sequence, options }
      stage.network.simulator.spawn(answerSyn(stage, flood, answer), victim.reactionUs())
    }
    yield random.exponential(1e6 / perSecond)
  }
}

interface SynAnswer {
  readonly from: Sender
  readonly sourcePort: number
  readonly sequence: number
  readonly options: Uint8Array
}

type Sender = Pick<Host, 'address' | 'addressBytes' | 'mac' | 'timeToLive' | 'nextIdentification'>

/** SYN-ACKs while the listener's queue lasts; a host that did not ask for one resets it. */
function* answerSyn(stage: Stage, flood: SynFlood, answer: SynAnswer): Process {
  const { attacker, victim, port } = flood
  const { from, sourcePort, sequence, options } = answer
  const isInvented = from !== attacker
  const to = isInvented ? { ...from, mac: stage.network.gateway.mac } : attacker
  const serverSequence = stage.random.next()
  const ends = { sourcePort: port, destinationPort: sourcePort }
  const acknowledgement = (sequence + 1) >>> 0
  const synAck = { ...ends, sequence: serverSequence, acknowledgement, options, identification: 0 }
  // The first answer and the retries after 1 and 3 s, until a reset.
  for (const waitS of isInvented ? [1, 2, 0] : [0]) {
    stage.wire.tcp(victim, to, { ...synAck, flags: Flag.syn | Flag.ack, window: 64_240 })
    if (waitS > 0) yield waitS * 1e6
  }
  if (isInvented) return
  yield attacker.reactionUs()
  stage.wire.tcp(attacker, victim, {
    sourcePort,
    destinationPort: port,
    sequence: acknowledgement,
    acknowledgement: 0,
    flags: Flag.rst,
    window: 0,
    identification: 0,
  })
}

/** A source that does not exist: any public address, behind the attacker's own network card. */
function invented(stage: Stage, attacker: Host): Sender {
  const { random } = stage
  const address = randomPublicAddress(stage)
  return {
    address,
    addressBytes: ipv4Bytes(address),
    mac: attacker.mac,
    timeToLive: 64,
    nextIdentification: () => random.integer(0, 65_535),
  }
}
