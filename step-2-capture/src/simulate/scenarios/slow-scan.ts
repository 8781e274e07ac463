import { Flag } from '../conversation/tcp-side.ts'
import { commonPorts } from './common-ports.ts'
import type { Scenario } from './scenario.ts'
import { probeTcp } from './tcp-probe.ts'

export const slowScan: Scenario = {
  name: 'slow_scan',
  description: 'A port scan with most of a minute between probes, below every rate threshold.',
  kind: 'attack',
  technique: 'T1046',
  durationSeconds: 3600,
  activity: 0.06,
  *play(stage) {
    const { random, office, network } = stage
    const attacker = office.insider(random)
    const victim = random.pick(Object.values(office.machines))
    const gapSeconds = Math.round(random.between(12, 40))
    const count = Math.floor(stage.secondsLeft / gapSeconds) - 2
    const ports = random.shuffle(commonPorts(random, Math.max(12, count)))
    const details = { ports: ports.length, gap_seconds: gapSeconds }
    const start = { kind: 'vertical_port_scan', attacker, victims: [victim], details }
    const scan = function* () {
      for (const port of ports) {
        yield* network.reach(attacker, victim)
        const numbers = { sourcePort: attacker.ephemeralPort(), sequence: random.next() }
        yield* probeTcp(stage, { attacker, victim, port, ...numbers, flags: Flag.syn })
        yield gapSeconds * random.between(0.6, 1.4) * 1e6
      }
    }
    yield* stage.attack(start, scan())
  },
}
