import type { Host } from '../network/host.ts'
import { sites } from '../network/internet.ts'
import {
  addressData,
  answerFlags,
  DnsCode,
  DnsType,
  dnsMessage,
  queryFlags,
} from '../packet-builder/dns.ts'
import type { Process } from '../simulator.ts'
import type { Scenario, Stage } from './scenario.ts'

export const dnsSpoofing: Scenario = {
  name: 'dns_spoofing',
  description:
    'A host on the wire answers DNS queries of another before the resolver does, with its own address.',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 120,
  *play(stage) {
    const { random, office } = stage
    const attacker = office.intruder()
    const victim = random.pick(office.workstations).host
    const names = random.sample(sites, random.integer(4, 8)).map(({ name }) => name)
    const details = { names: names.length }
    const start = { kind: 'dns_spoofing', attacker, victims: [victim], details }
    const run = function* () {
      for (const name of names) {
        yield* answerFirst(stage, { attacker, victim, name })
        yield random.exponential(4e6)
      }
    }
    yield* stage.attack(start, run())
  },
}

interface Race {
  readonly attacker: Host
  readonly victim: Host
  readonly name: string
}

/** The true answer comes too late. */
function* answerFirst(stage: Stage, { attacker, victim, name }: Race): Process {
  const { office, random, wire } = stage
  const { resolver } = office
  const question = { name, type: DnsType.a }
  const questions = [question]
  const id = random.integer(0, 0xffff)
  const sourcePort = victim.ephemeralPort()
  const query = dnsMessage({ id, flags: queryFlags, questions })
  stage.ordinarily(() => wire.udp(victim, resolver, { sourcePort, destinationPort: 53 }, query))
  const answerOf = (address: string) => {
    const answers = [{ ...question, timeToLiveS: 300, data: addressData(address) }]
    return dnsMessage({ id, flags: answerFlags(DnsCode.noError), questions, answers })
  }
  const back = { sourcePort: 53, destinationPort: sourcePort }
  yield attacker.reactionUs()
  wire.udp(inTheNameOf(resolver, attacker, stage), victim, back, answerOf(attacker.address))
  yield resolver.reactionUs() + random.between(4_000, 30_000)
  const truth = office.internet.stranger(name).address
  stage.ordinarily(() => wire.udp(resolver, victim, back, answerOf(truth)))
}

function inTheNameOf(resolver: Host, { mac }: Host, { random }: Stage) {
  const { address, addressBytes } = resolver
  const nextIdentification = () => random.integer(0, 0xffff)
  return { address, addressBytes, mac, timeToLive: 64, nextIdentification }
}

export const dnsIdGuessing: Scenario = {
  name: 'dns_id_guessing',
  description:
    'Forged answers to one query with hundreds of guessed IDs, so that one may fit (Kaminsky 2008).',
  kind: 'attack',
  technique: 'T1557',
  durationSeconds: 90,
  *play(stage) {
    const { random, office, wire } = stage
    const attacker = office.intruder()
    const victim = random.pick(office.workstations).host
    const { resolver } = office
    const guessCount = random.integer(60, 300)
    const details = { answers: guessCount }
    const start = { kind: 'dns_id_guessing', attacker, victims: [victim], details }
    const question = { name: `${random.text(8)}.bank.example`, type: DnsType.a }
    const questions = [question]
    const ports = { sourcePort: victim.ephemeralPort(), destinationPort: 53 }
    const answers = [{ ...question, timeToLiveS: 86_400, data: addressData(attacker.address) }]
    const run = function* () {
      const query = dnsMessage({ id: random.integer(0, 0xffff), flags: queryFlags, questions })
      stage.ordinarily(() => wire.udp(victim, resolver, ports, query))
      const back = { sourcePort: 53, destinationPort: ports.sourcePort }
      const forged = inTheNameOf(resolver, attacker, stage)
      for (let sent = 0; sent < guessCount; sent++) {
        yield random.between(200, 3_000)
        const id = random.integer(0, 0xffff)
        const flags = answerFlags(DnsCode.noError)
        wire.udp(forged, victim, back, dnsMessage({ id, flags, questions, answers }))
      }
    }
    yield* stage.attack(start, run())
  },
}
