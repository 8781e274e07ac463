import type { Scenario } from './scenario.ts'

const managementPort = 623
const [question, answer] = [0x12, 0x13]

export const managementHashes: Scenario = {
  name: 'management_hash_request',
  description:
    'A host asks a management controller for the hash of one user after another (IPMI 2.0).',
  kind: 'attack',
  technique: 'T1110.002',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.intruder()
    const victim = random.pick([office.machines.webServer, office.machines.database])
    const users = random.integer(5, 20)
    const details = { users }
    const start = { kind: 'management_hash_request', attacker, victims: [victim], details }
    const run = function* () {
      yield* network.reach(attacker, victim)
      for (let user = 0; user < users; user++) {
        const sourcePort = attacker.ephemeralPort()
        const ask = { sourcePort, destinationPort: managementPort }
        wire.udp(attacker, victim, ask, message(question, random.bytes(28)))
        yield random.between(2_000, 20_000)
        const reply = { sourcePort: managementPort, destinationPort: sourcePort }
        wire.udp(victim, attacker, reply, message(answer, random.bytes(60)))
        yield random.between(0.2, 1.5) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}

/** A message of RMCP+ outside of a session (IPMI 2.0, section 13.6). */
function message(type: number, data: Uint8Array): Buffer {
  const head = Buffer.from([6, 0, 0xff, 7, 6, type, 0, 0, 0, 0, 0, 0, 0, 0, data.length, 0])
  return Buffer.concat([head, data])
}
