import type { Scenario } from './scenario.ts'

/** Numbers that IANA has given to no protocol. */
const firstUnused = 146
const lastUnused = 252

export const protocolScan: Scenario = {
  name: 'ip_protocol_scan',
  description: 'One host tries which protocols of IP a server understands, as nmap -sO does.',
  kind: 'attack',
  technique: 'T1046',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.insider(random)
    const { webServer, database, mailServer } = office.machines
    const victim = random.pick([webServer, database, mailServer])
    const first = random.integer(firstUnused, lastUnused - 60)
    const count = random.integer(20, 60)
    const details = { protocols: count }
    const start = { kind: 'ip_protocol_scan', attacker, victims: [victim], details }
    const run = function* () {
      yield* network.reach(attacker, victim)
      for (let protocol = first; protocol < first + count; protocol++) {
        wire.ip(attacker, victim, protocol, Buffer.alloc(0))
        yield random.between(0.1, 0.9) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}
