import { DnsType } from '../../decode/dns.ts'
import type { DnsName } from '../../decode/dns-name.ts'
import { isBlockListName } from '../../decode/dns-names.ts'
import { byteEntropy } from '../../features/entropy.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { registeredDomainStart } from '../name/registered-domain.ts'
import { defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { levels, limit, quantity, type SettingsOf, seconds, share } from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'
import { about } from '../track/about-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { FoundTunnels, TunnelQueries } from './dns-tunnel-queries.ts'
import { dnsTunnelReport } from './dns-tunnel-record.ts'

/** 4,096 pairs of client and domain at up to 8 kB, 300 B as a rule. */
export const trackerCountMax = 4_096

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

const kinds = [
  {
    id: 'dns_tunnel',
    title:
      '{source} asked for {count} names {where} in {span}, {length} characters each ' +
      '(threshold: {limit})',
    technique: techniques['T1071.004'],
    recommend:
      'Block the domain at the resolver, isolate the client and look for the program that asks ' +
      '(iodine, dnscat2, a beacon …). Count the bytes: they may be data that left the network.',
  },
] as const

const options = {
  periodSeconds: seconds(60, { min: 1, about: 'Traffic time over which names are counted' }),
  nameCountMin: limit(20, {
    about: 'Different names below one domain; browsers reach a dozen with the largest sites',
    unit: 'names',
  }),
  nameLengthMin: limit(26, {
    about: 'Mean length of what stands before the domain; host names have about 8',
    unit: 'characters',
    max: 253,
  }),
  nameEntropyMin: quantity(3.2, {
    about: 'Mean entropy of that; words have below 3.5 even when they are long',
    unit: 'bits a character',
    max: 8,
  }),
  carrierShareMin: share(0.5, {
    about: 'Share of queries for record types that carry data and that clients do not ask for',
  }),
  levels: levels(
    { medium: 20, high: 60 },
    { about: 'Names at which each severity starts', unit: 'names' },
  ),
}

/** Data in the names that are asked for, and in the answers: a tunnel, or a leak. */
export const dnsTunnel = defineDetector({
  name: 'dns_tunnel',
  family: 'behaviour',
  about:
    'Data in the names that a client asks for and in the answers, below one domain or at one resolver.',
  kinds,
  options,
  watch: (traffic, settings, reporter) => new DnsTunnel(traffic, settings, reporter),
})

type Settings = SettingsOf<typeof options>
type TunnelReporter = Reporter<(typeof kinds)[number]>

class DnsTunnel implements TrafficObserver {
  readonly #traffic: Traffic
  readonly #settings: Settings
  readonly #reporter: TunnelReporter
  /** By client and registered domain. */
  readonly #queries: TrackerTable<TunnelQueries>
  /** By client and resolver, for tunnels that talk to their server without any domain. */
  readonly #resolvers: TrackerTable<TunnelQueries>
  readonly #found = new FoundTunnels()

  constructor(traffic: Traffic, settings: Settings, reporter: TunnelReporter) {
    this.#traffic = traffic
    this.#settings = settings
    this.#reporter = reporter
    reporter.offer(dnsTunnelReport, () => this.#found.list())
    const forgetAfterSeconds = settings.periodSeconds * 10
    const bounds = {
      traffic,
      countMax: trackerCountMax,
      forgetAfterSeconds,
      tracker: TunnelQueries,
    }
    this.#queries = new TrackerTable(bounds)
    this.#resolvers = new TrackerTable(bounds)
  }

  onDns(): void {
    const { dns, flow, flows } = this.#traffic
    const { bytes, length } = dns.name
    const start = registeredDomainStart(bytes, length)
    const host = flows.originator(flow)
    const peer = flows.responder(flow)
    const key = { host, part: hashBytes(bytes, start, length) }
    if (dns.isResponse) {
      this.#countAnswer(this.#queries.find(key))
      this.#countAnswer(this.#resolvers.find({ host, peer }))
      return
    }
    // Most names are a host or two below a domain: they open no tracker, but count in one that is there.
    const isPlain = start < plainLengthMax && !carrierTypes.has(dns.questionType)
    const queries = isPlain ? this.#queries.find(key) : this.#queries.open(key)
    if (start > 0 && queries) this.#countQuery(queries, start)
    const resolver = this.#resolvers.open({ host, peer })
    resolver.domains ??= new DistinctCounter()
    resolver.domains.add(key.part)
    this.#countQuery(resolver, length)
  }

  #countAnswer(queries: TunnelQueries | undefined): void {
    queries?.addAnswer(this.#traffic.dns.answerBytes)
  }

  /** @param dataEnd Where in the name the part ends that could be data. */
  #countQuery(queries: TunnelQueries, dataEnd: number): void {
    const { dns, timeUs } = this.#traffic
    const { name, questionType } = dns
    queries.advance(timeUs, this.#settings.periodSeconds * 1e6)
    const isCarrier = carrierTypes.has(questionType)
    queries.addQuery(name.length, isCarrier)
    if (neverUsedTypes.has(questionType)) queries.neverUsedCount++
    if (!queries.names.add(hashBytes(name.bytes, 0, name.length))) return
    if (isBlockListName(name, dataEnd)) return
    queries.addName(dataEnd, byteEntropy(name.bytes, 0, dataEnd))
    queries.evidence.addPacket(this.#traffic)
    if (queries.names.count < this.#settings.nameCountMin || !this.#isTunnel(queries)) return
    if (queries.peer === -1) queries.domain = domainText(name, dataEnd)
    if (queries.hasDoubled(queries.names.count, this.#settings.nameCountMin)) this.#report(queries)
  }

  #isTunnel(queries: TunnelQueries): boolean {
    const { nameCountMin, nameLengthMin, nameEntropyMin, carrierShareMin } = this.#settings
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
    const { peer, names, domain, queryCount, carrierCount } = queries
    const where = domain ? `below ${domain}` : `from ${hosts.text(peer)}`
    this.#found.add(hosts, queries)
    const { nameCountMin, nameLengthMin, nameEntropyMin, levels } = this.#settings
    const length = queries.lengthSum / names.count
    const spanSeconds = (timeUs - queries.periodFirstUs) / 1e6
    this.#reporter.emit({
      ...about(queries),
      kind: 'dns_tunnel',
      severity: severityOf(names.count, levels),
      score: Math.max(0.7, growthScore(names.count, nameCountMin)),
      confidence: carrierCount > 0 ? 0.95 : 0.85,
      targetGroup: domain || 'DNS',
      firstUs: queries.periodFirstUs,
      values: {
        count: names.text,
        where,
        span: durationText(spanSeconds),
        length: Math.round(length),
        limit: nameCountMin,
      },
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
