import { DnsType } from '../../decode/dns.ts'
import { hashLabelEnd, isSpecialUseName, reverseAddressEnd } from '../../decode/dns-names.ts'
import { dnsPort } from '../../decode/dns-port.ts'
import { byteEntropy } from '../../features/entropy.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { registeredDomainStart } from '../name/registered-domain.ts'
import type { Severity } from '../seam/detection.ts'
import { defineDetector } from '../seam/detector.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { about } from '../track/about-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import {
  type TunnelReporter,
  type TunnelSettings,
  tunnelKinds,
  tunnelOptions,
} from './dns-tunnel-options.ts'
import { FoundTunnels, TunnelQueries } from './dns-tunnel-queries.ts'
import { dnsTunnelReport } from './dns-tunnel-record.ts'
import { nameBounds, tunnelReasons, usesNeverUsedTypes } from './tunnel-grounds.ts'
import { domainText, isMailName } from './tunnel-names.ts'

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
/** Of these a handful is enough: NULL and the private type of iodine have no honest use. */
const neverUsedTypes: ReadonlySet<number> = new Set([DnsType.null, DnsType.key, 65_399])

/** Share of names with a hash in front, number of lists that they are of, and length of answers. */
const hashShareMin = 0.9
const hashListCountMax = 4
const hashAnswerBytesMax = 64

/** Data in the names that are asked for, and in the answers: a tunnel, or a leak. */
export const dnsTunnel = defineDetector({
  name: 'dns_tunnel',
  family: 'behaviour',
  about:
    'Data in the names that a client asks for and in the answers, below one domain or at one resolver.',
  kinds: tunnelKinds,
  options: tunnelOptions,
  watch: (traffic, settings, reporter) => new DnsTunnel(traffic, settings, reporter),
})

class DnsTunnel implements TrafficObserver {
  readonly #traffic: Traffic
  readonly #settings: TunnelSettings
  readonly #reporter: TunnelReporter
  /** By client and registered domain. */
  readonly #queries: TrackerTable<TunnelQueries>
  /** By client and resolver, for tunnels that talk to their server without any domain. */
  readonly #resolvers: TrackerTable<TunnelQueries>
  readonly #found = new FoundTunnels()

  constructor(traffic: Traffic, settings: TunnelSettings, reporter: TunnelReporter) {
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
    const key = { host, part: hashBytes(bytes, start, length, this.#traffic.byteSeed) }
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
    const { dns, timeUs, byteSeed } = this.#traffic
    const { name, questionType } = dns
    queries.advance(timeUs, this.#settings.periodSeconds * 1e6)
    const isCarrier = carrierTypes.has(questionType)
    queries.addQuery(name.length, isCarrier)
    if (neverUsedTypes.has(questionType)) queries.neverUsedCount++
    // The address that a block list is asked for is no data; what stands behind it may be.
    const start = reverseAddressEnd(name, dataEnd)
    if (questionType === DnsType.txt && !isMailName(name)) queries.textCount++
    if (queries.names.add(hashBytes(name.bytes, start, name.length, byteSeed))) {
      this.#addName(queries, start, dataEnd)
    }
    const { nameCountMin } = this.#settings
    const isTunnel = queries.names.count >= nameCountMin && this.#isTunnel(queries)
    const isFetching = !isTunnel && this.#isFetching(queries)
    if (!isTunnel && !isFetching) return
    if (queries.peer === -1) queries.name(domainText(name, dataEnd), isSpecialUseName(name))
    const count = isFetching ? queries.textCount : queries.names.count
    if (queries.hasDoubled(count, nameCountMin)) this.#report(queries, isFetching)
  }

  #addName(queries: TunnelQueries, start: number, dataEnd: number): void {
    const { byteSeed } = this.#traffic
    const { name } = this.#traffic.dns
    queries.addName(dataEnd - start, byteEntropy(name.bytes, start, dataEnd))
    const hashEnd = hashLabelEnd(name, dataEnd)
    if (hashEnd > 0) {
      queries.hashNameCount++
      queries.hashLists.add(hashBytes(name.bytes, hashEnd, name.length, byteSeed))
    }
    queries.evidence.addPacket(this.#traffic)
  }

  #isTunnel(queries: TunnelQueries): boolean {
    // Where the names have a domain in common, it is what is reported.
    if (queries.domains && queries.domains.count * 2 < queries.names.count) return false
    if (usesNeverUsedTypes(queries, this.#settings)) return true
    const { length, lengthMin, entropy, entropyMin } = nameBounds(queries, this.#settings)
    return length >= lengthMin && entropy >= entropyMin
  }

  /** Texts of a program come in answers: the names only count them. */
  #isFetching({ peer, names, textCount, answerBytes }: TunnelQueries): boolean {
    const { nameCountMin, textBytesMin } = this.#settings
    if (peer !== -1 || textCount < nameCountMin || answerBytes < textBytesMin) return false
    return names.count >= nameCountMin / 2
  }

  /** Lists of hashes and search lists look like tunnels, and say too little to be one. */
  #severity(queries: TunnelQueries, isFetching: boolean): Severity {
    const { names, textCount, hashNameCount, hashLists, answerBytes, queryCount } = queries
    const isList =
      hashNameCount >= names.count * hashShareMin && hashLists.count <= hashListCountMax
    if (isList && answerBytes <= queryCount * hashAnswerBytesMax) return 'low'
    if (queries.isSpecialUse) return 'low'
    const { periodSeconds, levels } = this.#settings
    const periodCount = Math.max(1, (queries.lastUs - queries.periodFirstUs) / periodSeconds / 1e6)
    return severityOf((isFetching ? textCount : names.count) / periodCount, levels)
  }

  #report(queries: TunnelQueries, isFetching: boolean): void {
    const { hosts } = this.#traffic
    const { peer, names, domain, carrierCount } = queries
    const where = domain ? `below ${domain}` : `from ${hosts.text(peer)}`
    this.#found.add(hosts, queries)
    const { nameCountMin } = this.#settings
    const length = queries.lengthSum / names.count
    const spanSeconds = (queries.lastUs - queries.periodFirstUs) / 1e6
    this.#reporter.emit({
      restate: () => this.#report(queries, isFetching),
      ...about(queries),
      kind: 'dns_tunnel',
      severity: this.#severity(queries, isFetching),
      score: Math.max(0.7, growthScore(names.count, nameCountMin)),
      confidence: carrierCount > 0 ? 0.95 : 0.85,
      targetGroup: domain || 'DNS',
      packetPort: dnsPort,
      firstUs: queries.periodFirstUs,
      values: {
        asked: isFetching ? `${queries.textCount} times for texts` : `for ${names.text} names`,
        where,
        span: durationText(spanSeconds),
        length: Math.round(length),
        limit: nameCountMin,
      },
      reasons: tunnelReasons(queries, isFetching, this.#settings),
    })
  }
}
