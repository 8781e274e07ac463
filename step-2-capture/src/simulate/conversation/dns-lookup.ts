import type { Host } from '../network/host.ts'
import type { Network } from '../network/network.ts'
import {
  answerFlags,
  DnsCode,
  type DnsQuestion,
  type DnsRecord,
  DnsType,
  dnsMessage,
  queryFlags,
} from '../packet-builder/dns.ts'
import type { Process } from '../simulator.ts'

export interface DnsAnswer {
  readonly code: number
  readonly answers?: readonly DnsRecord[]
  readonly authorities?: readonly DnsRecord[]
  /** How long the resolver takes when it has to ask others first, in milliseconds. */
  readonly delayMs?: number
}

export interface DnsExchange {
  readonly client: Host
  readonly resolver: Host
  readonly question: DnsQuestion
  readonly answer: DnsAnswer
}

/** One query and its answer over UDP. */
export function* exchangeDns(network: Network, exchange: DnsExchange): Process {
  const { client, resolver, question, answer } = exchange
  yield* network.reach(client, resolver)
  const sourcePort = client.ephemeralPort()
  const id = client.random.integer(0, 0xffff)
  const questions = [question]
  const query = dnsMessage({ id, flags: queryFlags, questions })
  network.wire.udp(client, resolver, { sourcePort, destinationPort: 53 }, query)
  yield resolver.reactionUs() + (answer.delayMs ?? client.random.logNormal(1.5, 1.4)) * 1000
  const { answers = [], authorities = [] } = answer
  const flags = answerFlags(answer.code)
  const reply = dnsMessage({ id, flags, questions, answers, authorities })
  network.wire.udp(resolver, client, { sourcePort: 53, destinationPort: sourcePort }, reply)
  yield client.reactionUs()
}

export interface LookUp {
  readonly client: Host
  readonly resolver: Host
  readonly name: string
  /** The host that has the name; none: the name does not exist. */
  readonly target: Host | undefined
  readonly alias?: string | undefined
}

/** 256 names a host at about 100 B are 25 kB; beyond that it starts afresh. */
const nameCountMax = 256

/** Finds a name's address, as a program does before it connects; not again while it is cached. */
export function* lookUp(network: Network, options: LookUp): Process {
  const { client, resolver, name, target, alias } = options
  if (client === resolver || (client.nameCache.get(name) ?? 0) > network.wire.nowUs) return
  const timeToLiveS = client.random.pick([20, 60, 60, 120, 300, 300, 3600])
  if (client.nameCache.size >= nameCountMax) client.nameCache.clear()
  client.nameCache.set(name, network.wire.nowUs + timeToLiveS * 1e6)
  const answer = target ? addressAnswer(name, target, timeToLiveS, alias) : noSuchName(name)
  yield* exchangeDns(network, { client, resolver, question: { name, type: DnsType.a }, answer })
  // Dual-stack programs also ask for IPv6; a site without it answers with its zone's SOA.
  if (!client.ipv6 && !client.random.chance(0.6)) return
  const question = { name, type: DnsType.aaaa }
  const empty = { ...noSuchName(name), code: target ? DnsCode.noError : DnsCode.noSuchName }
  const reply = target?.ipv6 ? addressAnswer(name, target.ipv6, timeToLiveS, alias) : empty
  yield* exchangeDns(network, { client, resolver, question, answer: reply })
}

function addressAnswer(name: string, target: Host, timeToLiveS: number, alias?: string): DnsAnswer {
  const data = target.addressBytes
  const type = data.length === 16 ? DnsType.aaaa : DnsType.a
  const address = { name: alias ?? name, type, timeToLiveS, data }
  const cname = { name, type: DnsType.cname, timeToLiveS: 3600, data: alias ?? '' }
  return { code: DnsCode.noError, answers: alias ? [cname, address] : [address] }
}

/** NXDOMAIN with the zone's SOA, which says how long to remember that (RFC 2308). */
export function noSuchName(name: string): DnsAnswer {
  const zone = name.split('.').slice(-2).join('.')
  return {
    code: DnsCode.noSuchName,
    authorities: [{ name: zone, type: DnsType.soa, timeToLiveS: 900, data: soaData(zone) }],
  }
}

function soaData(zone: string): Buffer {
  const name = (text: string) =>
    Buffer.concat([
      ...text.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
      Buffer.from([0]),
    ])
  const numbers = Buffer.alloc(20)
  for (const [index, value] of [2026011401, 7200, 900, 1209600, 900].entries()) {
    numbers.writeUInt32BE(value, index * 4)
  }
  return Buffer.concat([name(`ns1.${zone}`), name(`hostmaster.${zone}`), numbers])
}
