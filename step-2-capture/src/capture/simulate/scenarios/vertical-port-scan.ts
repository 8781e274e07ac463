import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { Flag } from '../conversation/tcp-side.ts'
import type { Host } from '../network/host.ts'
import { synOptions } from '../packet-builder/tcp.ts'
import type { Process } from '../simulator.ts'
import { commonPorts } from './common-ports.ts'
import type { Scenario, Stage } from './scenario.ts'

export const verticalPortScan: Scenario = {
  name: 'vertical_port_scan',
  description: 'One host tries hundreds of TCP ports of one server, as nmap does (SYN or connect).',
  kind: 'attack',
  technique: 'T1046',
  durationSeconds: 180,
  *play(stage) {
    const { random, office } = stage
    const attacker = random.chance(0.5) ? office.intruder() : random.pick(office.workstations).host
    const victim = random.pick(Object.values(office.machines))
    const ports = random.shuffle(commonPorts(random, random.integer(300, 1000)))
    const tool = random.pick(['nmap -sS', 'nmap -sT'])
    const perSecond = Math.round(random.between(40, 400))
    const details = { tool, ports: ports.length, per_second: perSecond }
    const start = { kind: 'vertical_port_scan', attacker, victims: [victim], details }
    const scan = tool === 'nmap -sS' ? synScan : connectScan
    yield* stage.attack(start, scan(stage, { attacker, victim, ports, perSecond }))
  },
}

interface PortScan {
  readonly attacker: Host
  readonly victim: Host
  readonly ports: readonly number[]
  readonly perSecond: number
}

/** Half-open scan: a SYN with nothing but a segment size, and an RST where a port answers. */
export function* synScan(stage: Stage, scan: PortScan): Process {
  const { attacker, victim, ports, perSecond } = scan
  yield* stage.network.reach(attacker, victim)
  const sourcePort = stage.random.integer(33000, 64000)
  const sequence = stage.random.next()
  for (const port of ports) {
    const probe = { attacker, victim, port, sourcePort, sequence }
    stage.network.simulator.spawn(probeWithSyn(stage, probe))
    yield stage.random.exponential(1e6 / perSecond)
  }
  yield 200_000
}

interface SynProbe {
  readonly attacker: Host
  readonly victim: Host
  readonly port: number
  readonly sourcePort: number
  readonly sequence: number
}

/** One probe; a filtered port is tried a second time from the next source port, as nmap does. */
export function* probeWithSyn(stage: Stage, probe: SynProbe): Process {
  const { attacker, victim, port, sequence } = probe
  const { wire, random } = stage
  const isOpen = victim.openPorts.has(port)
  const attemptCount = !isOpen && victim.closedPorts === 'drop' ? 2 : 1
  const options = synOptions({
    maximumSegmentSize: 1460,
    selectiveAcknowledgement: false,
    order: 'linux',
  })
  for (let attempt = 0; attempt < attemptCount; attempt++) {
    if (attempt > 0) yield 1_000_000 + random.exponential(60_000)
    const ports = { sourcePort: probe.sourcePort + attempt, destinationPort: port }
    const timeToLive = random.integer(37, 59)
    const syn = { ...ports, sequence, acknowledgement: 0, flags: Flag.syn, window: 1024, options }
    const dontFragment = false
    wire.tcp(attacker, victim, {
      ...syn,
      timeToLive,
      dontFragment,
      identification: random.integer(0, 65535),
    })
  }
  if (attemptCount === 2) return
  yield victim.reactionUs()
  const back = { sourcePort: port, destinationPort: probe.sourcePort }
  const acknowledgement = (sequence + 1) >>> 0
  if (!isOpen) {
    const flags = Flag.rst | Flag.ack
    wire.tcp(victim, attacker, {
      ...back,
      sequence: 0,
      acknowledgement,
      flags,
      window: 0,
      identification: 0,
    })
    return
  }
  const flags = Flag.syn | Flag.ack
  const answer = { ...back, sequence: random.next(), acknowledgement, flags, window: 64240 }
  wire.tcp(victim, attacker, { ...answer, options, identification: 0 })
  yield attacker.reactionUs()
  const forth = { sourcePort: probe.sourcePort, destinationPort: port }
  const reset = {
    ...forth,
    sequence: acknowledgement,
    acknowledgement: 0,
    flags: Flag.rst,
    window: 0,
  }
  wire.tcp(attacker, victim, { ...reset, identification: 0 })
}

/** Full connections through the attacker's own stack, dropped as soon as they are there. */
function* connectScan(stage: Stage, { attacker, victim, ports, perSecond }: PortScan): Process {
  yield* stage.network.reach(attacker, victim)
  for (const port of ports) {
    const ends = { client: attacker, server: victim, port }
    stage.network.simulator.spawn(connectAndReset(stage, new TcpConversation(stage.network, ends)))
    yield stage.random.exponential(1e6 / perSecond)
  }
  yield 200_000
}

function* connectAndReset(stage: Stage, conversation: TcpConversation): Process {
  if (!(yield* conversation.open())) return
  yield stage.random.exponential(800)
  conversation.reset('client')
}
