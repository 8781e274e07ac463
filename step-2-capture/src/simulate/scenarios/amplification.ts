import type { Scenario } from './scenario.ts'

const timePort = 123
/** A request for the list of all clients (NTP, mode 7). */
const listRequest = Buffer.concat([Buffer.from('1700032a00000000', 'hex'), Buffer.alloc(40)])

export const amplification: Scenario = {
  name: 'amplification',
  description:
    'A time server is asked for its list in the name of a victim, and answers with many times as much.',
  kind: 'attack',
  technique: 'T1498.002',
  durationSeconds: 60,
  *play(stage) {
    const { random, office, network, wire } = stage
    const source = office.insider(random)
    const { webServer, database } = office.machines
    const server = random.pick([webServer, database])
    const count = random.integer(100, 400)
    const details = { port: timePort, questions: count }
    const start = { kind: 'amplification', attacker: source, victims: [server], details }
    const run = function* () {
      yield* network.reach(source, server)
      const sourcePort = source.ephemeralPort()
      for (let asked = 0; asked < count; asked++) {
        wire.udp(source, server, { sourcePort, destinationPort: timePort }, listRequest)
        yield random.between(300, 3_000)
        for (let part = 0; part < 4; part++) {
          const answer = Buffer.alloc(440, part)
          wire.udp(server, source, { sourcePort: timePort, destinationPort: sourcePort }, answer)
        }
        yield random.exponential(20_000)
      }
    }
    yield* stage.attack(start, run())
  },
}
