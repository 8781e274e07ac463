import type { HostTable } from '../../flow/host-table.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { isoTimeOfUs } from '../../pcap/iso-time.ts'
import { Tracker } from '../track/tracker.ts'
import type { DnsTunnelRecord } from './dns-tunnel-record.ts'

/** What one client asked about one registered domain, or of one resolver. */
export class TunnelQueries extends Tracker {
  domain = ''
  /** The domain is no public one, as `cluster.local`; kept, because the current packet may ask for another. */
  isSpecialUse = false
  /** In the current period: */
  periodFirstUs = this.firstUs
  names = new DistinctCounter()
  /** Of a resolver: the registered domains of those names. */
  domains: DistinctCounter | undefined
  queryCount = 0
  carrierCount = 0
  neverUsedCount = 0
  /** Of names that were new: characters before the domain, and their entropy. */
  lengthSum = 0
  entropySum = 0
  answerBytes = 0
  /** Queries for texts whose names are none of a mail system's. */
  textCount = 0
  /** Names that begin with a hash, and the lists that were asked for them. */
  hashNameCount = 0
  hashLists = new DistinctCounter()
  /** For as long as the group exists: */
  readonly total = {
    queries: 0,
    carriers: 0,
    names: 0,
    entropySum: 0,
    bytesSent: 0,
    bytesReceived: 0,
  }

  /** Starts a new period, unless what was reported goes on. */
  advance(nowUs: number, periodUs: number): void {
    if (nowUs - this.periodFirstUs <= periodUs) return
    if (this.isReported && this.pauseUs <= periodUs) return
    if (this.isReported) this.endReport()
    this.periodFirstUs = nowUs
    this.names = new DistinctCounter()
    this.domains = undefined
    this.queryCount = 0
    this.carrierCount = 0
    this.neverUsedCount = 0
    this.lengthSum = 0
    this.entropySum = 0
    this.answerBytes = 0
    this.textCount = 0
    this.hashNameCount = 0
    this.hashLists = new DistinctCounter()
    this.evidence.clear()
  }

  name(domain: string, isSpecialUse: boolean): void {
    this.domain = domain
    this.isSpecialUse = isSpecialUse
  }

  addQuery(nameLength: number, isCarrier: boolean): void {
    const { total } = this
    this.queryCount++
    total.queries++
    total.bytesSent += nameLength
    if (!isCarrier) return
    this.carrierCount++
    total.carriers++
  }

  addName(dataLength: number, entropy: number): void {
    this.lengthSum += dataLength
    this.entropySum += entropy
    this.total.names++
    this.total.entropySum += entropy
  }

  addAnswer(byteCount: number): void {
    this.answerBytes += byteCount
    this.total.bytesReceived += byteCount
  }
}

/** 256 tunnels at 10 kB are 3 MB; the one found first is forgotten first. */
export const tunnelCountMax = 256

interface FoundTunnel {
  /** Taken down when it was found: the id of its client may be given away later. */
  readonly client: string
  readonly resolver: string | null
  readonly queries: TunnelQueries
}

/** The tunnels of a run, whose numbers go on growing. */
export class FoundTunnels {
  readonly #tunnels = new BoundedMap<TunnelQueries, FoundTunnel>({ countMax: tunnelCountMax })

  /** Does nothing for one that was added before. */
  add(hosts: HostTable, queries: TunnelQueries): void {
    if (this.#tunnels.has(queries)) return
    const { host, peer } = queries
    const resolver = peer === -1 ? null : hosts.text(peer)
    this.#tunnels.set(queries, { client: hosts.text(host), resolver, queries })
  }

  list(): DnsTunnelRecord[] {
    return [...this.#tunnels.values()].map(({ client, resolver, queries }) => {
      const { total } = queries
      return {
        client,
        domain: queries.domain || null,
        resolver,
        queries: total.queries,
        bytes_sent: total.bytesSent,
        bytes_received: total.bytesReceived,
        entropy: total.names === 0 ? 0 : total.entropySum / total.names,
        carrier_share: total.queries === 0 ? 0 : total.carriers / total.queries,
        first_seen: isoTimeOfUs(queries.firstUs),
        last_seen: isoTimeOfUs(queries.lastUs),
      }
    })
  }
}
