import { Flag } from '../conversation/tcp-side.ts'
import { commonPorts } from './common-ports.ts'
import type { Scenario } from './scenario.ts'
import { sweepPorts } from './tcp-probe.ts'

/** Scans with flags that no connection begins with: what is closed answers, what is open does not. */
export const flagScans: readonly Scenario[] = [
  flagScan('xmas_scan', 'FIN, PSH and URG', Flag.fin | Flag.psh | Flag.urg),
  flagScan('null_scan', 'no flag at all', 0),
  flagScan('fin_scan', 'FIN alone', Flag.fin),
  flagScan('ack_scan', 'ACK alone, which shows what a packet filter lets through', Flag.ack),
]

function flagScan(name: string, flagNames: string, flags: number): Scenario {
  return {
    name,
    description: `One host probes a server's TCP ports with ${flagNames}.`,
    kind: 'attack',
    technique: 'T1046',
    durationSeconds: 120,
    *play(stage) {
      const { random, office } = stage
      const attacker = office.insider(random)
      const { webServer, database, mailServer, storage } = office.machines
      const victim = random.pick([webServer, database, mailServer, storage])
      const ports = random.shuffle(commonPorts(random, random.integer(80, 300)))
      const perSecond = Math.round(random.between(30, 250))
      const details = { ports: ports.length, per_second: perSecond, flags: flagNames }
      const sweep = { attacker, victim, ports, perSecond, flags }
      const start = { kind: 'stealth_port_scan', attacker, victims: [victim], details }
      yield* stage.attack(start, sweepPorts(stage, sweep))
    },
  }
}
