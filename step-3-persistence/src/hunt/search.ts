import { isIP } from 'node:net'
import { z } from '@hono/zod-openapi'
import { type Monitor, severity } from 'step-2-capture'
import { addressRange } from '../alert/address-range.ts'
import type { Alert } from '../alert/alert.ts'

/** What a search asks of flows. */
export interface FlowSearch {
  readonly src_ip?: string | undefined
  readonly dst_ip?: string | undefined
  readonly protocol?: string | number | undefined
  readonly port?: number | undefined
  readonly attack_type?: string | undefined
  readonly start_time?: number | undefined
  readonly end_time?: number | undefined
  readonly min_threat_score?: number | undefined
}

export const searchResult = z
  .object({
    type: z.enum(['alert', 'flow']),
    timestamp: z.string(),
    src_ip: z.string(),
    dst_ip: z.string().nullable(),
    port: z.number().int().nullable(),
    /** Null of an alert: it may be about several. */
    protocol: z.string().nullable(),
    attack_type: z.string().nullable(),
    severity: severity.nullable(),
    /** Severity points over 100; 0 of a flow. */
    threat_score: z.number(),
    title: z.string(),
    alert_id: z.string().nullable(),
    community_id: z.string().nullable(),
    investigated: z.boolean().nullable(),
  })
  .openapi('ThreatSearchResult')
export type SearchResult = z.infer<typeof searchResult>

export function toResult(alert: Alert): SearchResult {
  return {
    type: 'alert',
    timestamp: alert.last_seen,
    src_ip: alert.source,
    dst_ip: alert.target,
    port: alert.target_port,
    protocol: null,
    attack_type: alert.kind,
    severity: alert.severity,
    threat_score: threatScore(alert),
    title: alert.title,
    alert_id: alert.alert_id,
    community_id: alert.community_id,
    investigated: isInvestigated(alert),
  }
}

export function threatScore({ severity_score }: Pick<Alert, 'severity_score'>): number {
  return severity_score / 100
}

/** An alert is investigated once a person has decided anything about it. */
export function isInvestigated({ status }: Pick<Alert, 'status'>): boolean {
  return status !== 'new'
}

export function statisticsOf(results: readonly SearchResult[]) {
  const count = (values: readonly (string | null)[]) => {
    const counts: Record<string, number> = {}
    for (const value of values) if (value !== null) counts[value] = (counts[value] ?? 0) + 1
    return counts
  }
  return {
    unique_sources: new Set(results.map(({ src_ip }) => src_ip)).size,
    unique_targets: new Set(results.flatMap(({ dst_ip }) => dst_ip ?? [])).size,
    by_attack_type: count(results.map(({ attack_type }) => attack_type)),
    by_severity: count(results.map(({ severity }) => severity)),
    highest_threat_score: Math.max(0, ...results.map(({ threat_score }) => threat_score)),
  }
}

/** Flows of the current run that are looked through for their time. */
const searchedFlowCount = 1_000

/** Flows of the current run. They have no kind and no score, so a search for those finds none. */
export async function searchFlows(
  monitor: Monitor,
  asked: FlowSearch,
  limit: number,
): Promise<{ total: number; results: SearchResult[] }> {
  const proto = protocolNumber(asked.protocol)
  const isNone = asked.attack_type !== undefined || (asked.min_threat_score ?? 0) > 0
  if (isNone || proto === null) return { total: 0, results: [] }
  const { src_ip, dst_ip, port } = asked
  if (![src_ip, dst_ip].every(isAddressOrNetwork)) return { total: 0, results: [] }
  const query = { src_ip, dst_ip, port, proto, limit: searchedFlowCount, offset: 0 }
  const page = (await monitor.ask('flows', query)) ?? { total: 0, flows: [] }
  const { start_time = Number.NEGATIVE_INFINITY, end_time = Number.POSITIVE_INFINITY } = asked
  const isTimed = Number.isFinite(start_time) || Number.isFinite(end_time)
  const found = page.flows.filter(
    ({ first_seen, last_seen }) =>
      Date.parse(last_seen) / 1000 >= start_time && Date.parse(first_seen) / 1000 <= end_time,
  )
  const results = found.slice(0, Math.max(0, limit)).map(
    (flow): SearchResult => ({
      type: 'flow',
      timestamp: flow.last_seen,
      src_ip: flow.src_ip,
      dst_ip: flow.dst_ip,
      port: flow.dst_port,
      protocol: flow.proto_name,
      attack_type: null,
      severity: null,
      threat_score: 0,
      title: `${flow.src_ip} to ${flow.dst_ip}, ${flow.proto_name} port ${flow.dst_port}, ${flow.state}`,
      alert_id: null,
      community_id: flow.community_id,
      investigated: null,
    }),
  )
  return { total: isTimed ? found.length : page.total, results }
}

const protocols: Readonly<Record<string, number>> = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  icmpv6: 58,
  sctp: 132,
}

/** Undefined where it does not limit, null where no flow has it. */
function protocolNumber(protocol: string | number | undefined): number | null | undefined {
  if (protocol === undefined || typeof protocol === 'number') return protocol
  const name = protocol.toLowerCase()
  if (Object.hasOwn(protocols, name)) return protocols[name]
  return /^\d{1,3}$/.test(name) && Number(name) < 256 ? Number(name) : null
}

function isAddressOrNetwork(text: string | undefined): boolean {
  return text === undefined || isIP(text) !== 0 || addressRange(text) !== undefined
}

export const searchExample = {
  count: 1,
  total: 1,
  results: [
    {
      type: 'alert' as const,
      timestamp: '2026-11-28T04:00:00.000Z',
      src_ip: '10.0.0.5',
      dst_ip: '10.0.0.9',
      port: null,
      protocol: null,
      attack_type: 'vertical_port_scan',
      severity: 'high' as const,
      threat_score: 0.72,
      title: '10.0.0.5 probed 212 TCP ports on 10.0.0.9 in 8 s',
      alert_id: '0c1f6a2b9d3e4f5061728394',
      community_id: null,
      investigated: false,
    },
  ],
  statistics: {
    alerts: 1,
    flows: 0,
    unique_sources: 1,
    unique_targets: 1,
    by_attack_type: { vertical_port_scan: 1 },
    by_severity: { high: 1 },
    highest_threat_score: 0.72,
  },
}
