import { Flag } from '../conversation/tcp-side.ts'
import type { Scenario } from './scenario.ts'
import { probeTcp } from './tcp-probe.ts'

export const hostProbing: Scenario = {
  name: 'host_probing',
  description: 'One host guesses the system of a server from its answers, as nmap -O does.',
  kind: 'attack',
  technique: 'T1046',
  durationSeconds: 60,
  *play(stage) {
    const { random, office, network } = stage
    const attacker = office.insider(random)
    const { webServer, database, mailServer } = office.machines
    const victim = random.pick([webServer, database, mailServer])
    const [open = 80] = victim.openPorts
    const closed = random.integer(30_000, 45_000)
    const { fin, syn, psh, urg, ack } = Flag
    // Tests T2 to T7 of nmap's documentation of how it detects systems.
    const probes = random.shuffle([
      [open, 0],
      [open, syn | fin | psh | urg],
      [open, ack],
      [closed, syn],
      [closed, ack],
      [closed, fin | psh | urg],
    ])
    const details = { probes: probes.length }
    const start = { kind: 'host_probing', attacker, victims: [victim], details }
    const run = function* () {
      yield* network.reach(attacker, victim)
      let sourcePort = random.integer(33_000, 60_000)
      const sequence = random.next()
      for (const [port = open, flags = 0] of probes) {
        const probe = { attacker, victim, port, sourcePort: sourcePort++, sequence, flags }
        network.simulator.spawn(probeTcp(stage, probe))
        yield random.between(0.09, 0.12) * 1e6
      }
      yield 1_200_000
    }
    yield* stage.attack(start, run())
  },
}
