import { ipv4Bytes, multicastMac } from '../network/addresses.ts'
import type { Host } from '../network/host.ts'
import { addressData, answerFlags, DnsCode, DnsType, dnsMessage } from '../packet-builder/dns.ts'
import type { Scenario, Stage } from './scenario.ts'

/** Link-Local Multicast Name Resolution (RFC 4795). */
const llmnrPort = 5355
const llmnrGroup = {
  address: '224.0.0.252',
  addressBytes: ipv4Bytes('224.0.0.252'),
  mac: multicastMac(ipv4Bytes('224.0.0.252')),
}

export const namePoisoning: Scenario = {
  name: 'name_poisoning',
  description: 'A host answers for every name that others mistype, to be sent their logins.',
  kind: 'attack',
  technique: 'T1557.001',
  durationSeconds: 180,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.intruder()
    const victims = random.sample(office.workstations, random.integer(2, 4)).map(({ host }) => host)
    const names = random.sample(mistypedNames, random.integer(5, mistypedNames.length))
    const details = { names: names.length, protocol: 'llmnr' }
    const start = { kind: 'name_poisoning', attacker, victims, details }
    const run = function* () {
      for (const name of names) {
        const victim = random.pick(victims)
        const sourcePort = victim.ephemeralPort()
        const question = { name, type: DnsType.a }
        const id = random.integer(0, 0xffff)
        const message = dnsMessage({ id, flags: 0, questions: [question] })
        stage.ordinarily(() => ask(stage, { victim, sourcePort, message }))
        yield attacker.reactionUs()
        const answer = { ...question, timeToLiveS: 30, data: addressData(attacker.address) }
        const flags = answerFlags(DnsCode.noError) & 0x8000
        const reply = dnsMessage({ id, flags, questions: [question], answers: [answer] })
        const ports = { sourcePort: llmnrPort, destinationPort: sourcePort, timeToLive: 1 }
        stage.wire.udp(attacker, victim, ports, reply)
        yield random.exponential(6e6)
      }
    }
    yield* stage.attack(start, run())
  },
}

const mistypedNames = ['fileserv', 'prnt01', 'intranett', 'wpad', 'sharepiont', 'nas2', 'maill']

interface Question {
  readonly victim: Host
  readonly sourcePort: number
  readonly message: Uint8Array
}

function ask(stage: Stage, { victim, sourcePort, message }: Question): void {
  const ports = { sourcePort, destinationPort: llmnrPort, timeToLive: 1 }
  stage.wire.udp(victim, llmnrGroup, ports, message)
}
