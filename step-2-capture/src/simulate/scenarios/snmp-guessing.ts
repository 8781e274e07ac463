import { snmpMessage } from '../packet-builder/snmp.ts'
import type { Scenario } from './scenario.ts'

const snmpPort = 161
/** What the descriptions of a device stand under (RFC 3418). */
const systemDescription = '1.3.6.1.2.1.1.1.0'
const communities = [
  'public',
  'private',
  'manager',
  'admin',
  'cisco',
  'monitor',
  'snmpd',
  'default',
  'secret',
  'write',
]

export const snmpGuessing: Scenario = {
  name: 'snmp_guessing',
  description: 'One host tries the community names of SNMP that devices come with.',
  kind: 'attack',
  technique: 'T1110.001',
  durationSeconds: 120,
  *play(stage) {
    const { random, office, network, wire } = stage
    const attacker = office.intruder()
    const victim = random.pick([office.machines.printer, office.machines.secondPrinter])
    const tried = random.sample(communities, random.integer(7, communities.length))
    const details = { port: snmpPort, names: tried.length }
    const start = { kind: 'snmp_guessing', attacker, victims: [victim], details }
    const run = function* () {
      yield* network.reach(attacker, victim)
      const sourcePort = attacker.ephemeralPort()
      for (const community of tried) {
        const bindings = [[systemDescription]] as const
        const requestId = random.integer(1, 0x7fff)
        const request = snmpMessage({ operation: 'get', community, requestId, bindings })
        wire.udp(attacker, victim, { sourcePort, destinationPort: snmpPort }, request)
        yield random.between(0.4, 1.6) * 1e6
      }
    }
    yield* stage.attack(start, run())
  },
}
