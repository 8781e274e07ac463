import { TcpConversation } from '../conversation/tcp-conversation.ts'
import { Flag } from '../conversation/tcp-side.ts'
import type { Process } from '../simulator.ts'
import { commonPorts } from './common-ports.ts'
import type { Scenario, Stage } from './scenario.ts'
import { type PortSweep, sweepPorts } from './tcp-probe.ts'

export const verticalPortScan: Scenario = {
  name: 'vertical_port_scan',
  description: 'One host tries hundreds of TCP ports of another, as nmap does (SYN or connect).',
  kind: 'attack',
  technique: 'T1046',
  durationSeconds: 120,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.insider(random)
    const victim = random.pick(Object.values(office.machines))
    const ports = random.shuffle(commonPorts(random, random.integer(200, 1000)))
    const tool = random.pick(['nmap -sS', 'nmap -sT'])
    const perSecond = Math.round(random.between(40, 400))
    const details = { tool, ports: ports.length, per_second: perSecond }
    const start = { kind: 'vertical_port_scan', attacker, victims: [victim], details }
    const sweep = { attacker, victim, ports, perSecond, flags: Flag.syn }
    const scan = tool === 'nmap -sS' ? sweepPorts : connectToPorts
    yield* stage.attack(start, scan(stage, sweep))
  },
}

/** Full connections through the attacker's own stack, dropped as soon as they are there. */
function* connectToPorts(stage: Stage, sweep: PortSweep): Process {
  const { attacker, victim, ports, perSecond } = sweep
  yield* stage.network.reach(attacker, victim)
  for (const port of ports) {
    const ends = { client: attacker, server: victim, port }
    stage.network.simulator.spawn(connectAndReset(stage, new TcpConversation(stage.network, ends)))
    yield stage.random.exponential(1e6 / perSecond)
  }
  yield victim.closedPorts === 'drop' ? 4_000_000 : 200_000
}

function* connectAndReset(stage: Stage, conversation: TcpConversation): Process {
  if (!(yield* conversation.open())) return
  yield stage.random.exponential(800)
  conversation.reset('client')
}
