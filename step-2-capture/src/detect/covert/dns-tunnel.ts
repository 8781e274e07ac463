import { DnsType } from '../../decode/dns.ts'
import type { DnsName } from '../../decode/dns-name.ts'
import { isBlockListName } from '../../decode/dns-names.ts'
import { byteEntropy } from '../../features/entropy.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { registeredDomainStart } from '../name/registered-domain.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficDetector } from '../seam/traffic-detector.ts'
import {
  durationText,
  growthScore,
  type SeverityLevels,
  severityOf,
} from '../track/severity-scale.ts'
import { type GroupKey, Groups } from '../track/tracker.ts'
import { FoundTunnels, TunnelQueries } from './dns-tunnel-queries.ts'
import type { DnsTunnelRecord } from './dns-tunnel-record.ts'

export interface DnsTunnelOptions {
  /** Time that names are counted over, in seconds of traffic. */
  readonly periodSeconds?: number
  /** Different names below one domain; browsers reach a dozen with the largest sites. */
  readonly nameCountMin?: number
  /** Mean length of what stands before the domain, in characters; host names have about 8. */
  readonly nameLengthMin?: number
  /** Mean entropy of that, in bits a character; words have below 3.5 even when they are long. */
  readonly nameEntropyMin?: number
  /** Share of queries for record types that carry data and that clients do not ask for. */
  readonly carrierShareMin?: number
  readonly levels?: SeverityLevels
}

const defaults: Required<DnsTunnelOptions> = {
  periodSeconds: 60,
  nameCountMin: 20,
  nameLengthMin: 26,
  nameEntropyMin: 3.2,
  carrierShareMin: 0.5,
  levels: { medium: 20, high: 60 },
}

/** 4,096 pairs of client and domain at up to 8 kB, 300 B as a rule. */
const groupCountMax = 4_096

const dnsTunnel: DetectionKind = {
  kind: 'dns_tunnel',
  technique: {
    id: 'T1071.004',
    name: 'Application Layer Protocol: DNS',
    tactic: 'command-and-control',
  },
  recommendation:
    'Block the domain at the resolver, isolate the client and look for the program that asks ' +
    '(iodine, dnscat2, a beacon …). Count the bytes: they may be data that left the network.',
}

/** Types that no ordinary client asks for, that carry the most, or that are left to mail servers. */
const carrierTypes: ReadonlySet<number> = new Set([
  DnsType.null,
  DnsType.key,
  DnsType.cname,
  DnsType.mx,
  DnsType.txt,
  65_399,
])
/** What stands before the domain of an ordinary name is shorter: `www.`, `mail.`, `api-eu.` */
const plainLengthMax = 8
/** A name as a whole is this much longer than what stands before its domain. */
const domainLength = 24

/** Of these a handful is enough: NULL and the private type of iodine have no honest use. */
const neverUsedTypes: ReadonlySet<number> = new Set([DnsType.null, DnsType.key, 65_399])

/** Data in the names that are asked for, and in the answers: a tunnel, or a leak. */
export function createDnsTunnel(options: DnsTunnelOptions = {}) {
  return (traffic: Traffic): TrafficDetector => new DnsTunnel(traffic, { ...defaults, ...options })
}

class DnsTunnel implements TrafficDetector {
  readonly name = 'dns_tunnel'
  readonly #traffic: Traffic
  readonly #options: Required<DnsTunnelOptions>
  /** By client and registered domain. */
  readonly #queries: Groups<TunnelQueries>
  /** By client and resolver, for tunnels that talk to their server without any domain. */
  readonly #resolvers: Groups<TunnelQueries>
  readonly #found = new FoundTunnels()

  constructor(traffic: Traffic, options: Required<DnsTunnelOptions>) {
    this.#traffic = traffic
    this.#options = options
    const create = (key: GroupKey) => new TunnelQueries(key, traffic)
    const forgetAfterSeconds = options.periodSeconds * 10
    const bounds = { traffic, countMax: groupCountMax, forgetAfterSeconds, create }
    this.#queries = new Groups(bounds)
    this.#resolvers = new Groups(bounds)
  }

  onDns(): void {
    const { dns, flow, flows } = this.#traffic
    const { bytes, length } = dns.name
    const start = registeredDomainStart(bytes, length)
    const host = flows.value(flow, FlowColumn.originator)
    const peer = flows.value(flow, FlowColumn.responder)
    const key = { host, port: hashBytes(bytes, start, length) }
    if (dns.isResponse) {
      this.#countAnswer(this.#queries.find(key))
      this.#countAnswer(this.#resolvers.find({ host, peer }))
      return
    }
    // Most names are a host or two below a domain: they open no group, but join one that is there.
    const isPlain = start < plainLengthMax && !carrierTypes.has(dns.questionType)
    const queries = isPlain ? this.#queries.find(key) : this.#queries.open(key)
    if (start > 0 && queries) this.#countQuery(queries, start)
    const resolver = this.#resolvers.open({ host, peer })
    resolver.domains ??= new DistinctCounter()
    resolver.domains.add(key.port)
    this.#countQuery(resolver, length)
  }

  dnsTunnels(): readonly DnsTunnelRecord[] {
    return this.#found.list()
  }

  #countAnswer(queries: TunnelQueries | undefined): void {
    queries?.addAnswer(this.#traffic.dns.answerBytes)
  }

  /** @param dataEnd Where in the name the part ends that could be data. */
  #countQuery(queries: TunnelQueries, dataEnd: number): void {
    const { dns, timeUs } = this.#traffic
    const { name, questionType } = dns
    queries.advance(timeUs, this.#options.periodSeconds * 1e6)
    const isCarrier = carrierTypes.has(questionType)
    queries.addQuery(name.length, isCarrier)
    if (neverUsedTypes.has(questionType)) queries.neverUsedCount++
    if (!queries.names.add(hashBytes(name.bytes, 0, name.length))) return
    if (isBlockListName(name, dataEnd)) return
    queries.addName(dataEnd, byteEntropy(name.bytes, 0, dataEnd))
    queries.evidence.addPacket(this.#traffic)
    if (queries.names.count < this.#options.nameCountMin || !this.#isTunnel(queries)) return
    if (queries.peer === -1) queries.domain = domainText(name, dataEnd)
    if (queries.isDue(queries.names.count, this.#options.nameCountMin)) this.#report(queries)
  }

  #isTunnel(queries: TunnelQueries): boolean {
    const { nameCountMin, nameLengthMin, nameEntropyMin, carrierShareMin } = this.#options
    const { names, queryCount, carrierCount, neverUsedCount } = queries
    const isDomain = queries.peer === -1
    // Where the names have a domain in common, it is what is reported.
    if (queries.domains && queries.domains.count * 2 < names.count) return false
    if (isDomain && neverUsedCount >= nameCountMin / 2) return true
    const length = queries.lengthSum / names.count - (isDomain ? 0 : domainLength)
    const entropy = queries.entropySum / names.count
    const isCarrier = carrierCount >= queryCount * carrierShareMin
    // Data in the answers needs no long questions: then half the length must do.
    if (isCarrier) return length >= nameLengthMin / 3 && entropy >= nameEntropyMin - 1
    return length >= nameLengthMin && entropy >= nameEntropyMin
  }

  #report(queries: TunnelQueries): void {
    const { hosts, timeUs } = this.#traffic
    const { host, peer, names, domain, queryCount, carrierCount } = queries
    const where = domain ? `below ${domain}` : `from ${hosts.text(peer)}`
    this.#found.add(hosts, queries)
    const { nameCountMin, nameLengthMin, nameEntropyMin, levels } = this.#options
    const length = queries.lengthSum / names.count
    const seconds = (timeUs - queries.periodFirstUs) / 1e6
    this.#traffic.emit({
      detector: this.name,
      kind: dnsTunnel,
      severity: severityOf(names.count, levels),
      score: Math.max(0.7, growthScore(names.count, nameCountMin)),
      confidence: carrierCount > 0 ? 0.95 : 0.85,
      source: host,
      target: peer === -1 ? null : peer,
      targetGroup: domain || 'DNS',
      firstUs: queries.periodFirstUs,
      title:
        `${hosts.text(host)} asked for ${names.text} names ${where} in ` +
        `${durationText(seconds)}, ${Math.round(length)} characters each ` +
        `(usual: below ${nameCountMin})`,
      reasons: [
        { feature: 'names', actual: names.count, typical: nameCountMin - 1, unit: 'names' },
        {
          feature: 'name_length',
          actual: round(length),
          typical: nameLengthMin,
          unit: 'characters',
        },
        {
          feature: 'name_entropy',
          actual: round(queries.entropySum / names.count),
          typical: nameEntropyMin,
          unit: 'bits',
        },
        {
          feature: 'carrier_share',
          actual: round(carrierCount / queryCount),
          typical: 0,
          unit: '',
        },
        { feature: 'answer_bytes', actual: queries.answerBytes, typical: 0, unit: 'bytes' },
      ],
      evidence: queries.evidence.toReferences(),
    })
  }
}

function domainText(name: DnsName, start: number): string {
  let labelCount = 1
  for (let at = start; at < name.length; at++) if (name.bytes[at] === 46) labelCount++
  return name.toString().split('.').slice(-labelCount).join('.')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
