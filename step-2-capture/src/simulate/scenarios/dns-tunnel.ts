import { exchangeDns } from '../conversation/dns-lookup.ts'
import type { Host } from '../network/host.ts'
import { DnsCode, type DnsRecord, DnsType, txtData } from '../packet-builder/dns.ts'
import type { Process } from '../simulator.ts'
import { strangerDomain } from './names.ts'
import type { Scenario, Stage } from './scenario.ts'

type Carrier = 'txt' | 'null' | 'cname' | 'mx'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** Data carried in the names of queries and in the records of answers, as dnscat2 and iodine do. */
export const dnsTunnels: readonly Scenario[] = (['txt', 'null', 'cname', 'mx'] as const).map(
  (carrier) => ({
    name: `dns_tunnel_${carrier}`,
    description: `Data goes out in the names of DNS queries and comes back in ${carrier.toUpperCase()} records.`,
    kind: 'attack',
    technique: 'T1071.004',
    durationSeconds: 180,
    play: (stage) => play(stage, carrier),
  }),
)

function* play(stage: Stage, carrier: Carrier): Process {
  const { random, office } = stage
  const client = random.pick(office.workstations).host
  const domain = `t.${strangerDomain(random)}`
  const perSecond = random.between(1, 12)
  const count = Math.floor(Math.min(random.integer(150, 500), stage.secondsLeft * 0.7 * perSecond))
  const labelLength = random.integer(30, 63)
  const details = { domain, carrier, queries: count, per_second: Number(perSecond.toFixed(1)) }
  const start = { kind: 'dns_tunnel', attacker: client, victims: [office.resolver], details }
  const tunnel = { client, domain, carrier, labelLength }
  const run = function* () {
    for (let sent = 0; sent < count; sent++) {
      // Half of the queries only ask whether there is something to fetch, and are short.
      const isPoll = random.chance(0.4)
      yield* carry(stage, tunnel, isPoll ? 12 : labelLength * random.integer(1, 3))
      yield random.exponential(1e6 / perSecond)
    }
  }
  yield* stage.attack(start, run())
}

interface Tunnel {
  readonly client: Host
  readonly domain: string
  readonly carrier: Carrier
  readonly labelLength: number
}

function* carry(stage: Stage, tunnel: Tunnel, upLength: number): Process {
  const { client, domain, carrier, labelLength } = tunnel
  const { random, office } = stage
  // 253 characters is the longest that a name can be (RFC 1035 section 2.3.4).
  const room = 253 - domain.length - Math.ceil(upLength / labelLength) - 1
  const encoded = random.text(Math.min(upLength, room), alphabet)
  const labels = encoded.match(new RegExp(`.{1,${labelLength}}`, 'g')) ?? []
  const name = [...labels, domain].join('.')
  const question = { name, type: DnsType[carrier] }
  const record = { ...question, timeToLiveS: 0, data: answerData(stage, carrier, domain) }
  const answer = { code: DnsCode.noError, answers: [record], delayMs: random.logNormal(45, 0.3) }
  const ends = { client, resolver: office.resolver }
  yield* exchangeDns(stage.network, { ...ends, question, answer })
}

function answerData(
  { random, network }: Stage,
  carrier: Carrier,
  domain: string,
): DnsRecord['data'] {
  const length = random.integer(20, 180)
  const target = `${random.text(random.integer(12, 60), alphabet)}.${domain}`
  if (carrier === 'null') return network.ciphertext.take(length)
  if (carrier === 'txt') return txtData(Buffer.from(random.text(length, alphabet)))
  return carrier === 'mx' ? { preference: 10, exchange: target } : target
}
