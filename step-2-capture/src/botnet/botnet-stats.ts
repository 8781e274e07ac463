import { z } from '@hono/zod-openapi'
import { severity, technique } from '../detect/detection.ts'
import { sourceKind } from '../status.ts'

const share = z.number().min(0).max(1)
const count = z.number().int()

/** Connections of a client to one service outside, and how regular they are. */
export const beacon = z.object({
  source: z.string(),
  target: z.string(),
  target_port: count,
  connections: count,
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
  /** The median time between two connections, and the median that the client sent in one. */
  gap_seconds: z.number(),
  bytes_sent: z.number(),
  /** RITA's parts, and their mean. */
  score: z.object({
    time: share,
    size: share,
    duration: share,
    histogram: share,
    total: share,
  }),
  /** How many of the hosts that call anything outside call this server. */
  prevalence: z.object({ hosts: count, share }),
  /** Whether a DNS answer gave out the server's address. */
  named: z.boolean(),
  /** Whether it meets every condition of the beaconing detector. */
  is_beacon: z.boolean(),
  /** Whether it called within four of its gaps before the newest packet. */
  active: z.boolean(),
})
export type Beacon = z.infer<typeof beacon>

/** What was stated about a source and its target, each kind once. */
export const communication = z.object({
  kind: z.string(),
  source: z.string(),
  target: z.string().nullable(),
  target_port: count.nullable(),
  target_group: z.string(),
  severity,
  score: share,
  confidence: share,
  /** How often it was stated. */
  detections: count,
  /** The newest of them. */
  detection_id: z.string(),
  title: z.string(),
  technique: technique.nullable(),
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
})
export type Communication = z.infer<typeof communication>

/** An address or a domain that may give orders, and why. */
export const commandServer = z.object({
  server: z.string(),
  type: z.enum(['address', 'domain']),
  score: share,
  clients: z.array(z.string()),
  evidence: z.array(
    z.object({ kind: z.string(), client: z.string(), severity, score: share, title: z.string() }),
  ),
})
export type CommandServer = z.infer<typeof commandServer>

/** A tunnel through DNS: data in the names that a client asked for. */
export const dnsTunnel = z.object({
  client: z.string(),
  /** The registered domain, or null where the names have none in common. */
  domain: z.string().nullable(),
  /** The resolver that was asked, where there is no domain. */
  resolver: z.string().nullable(),
  queries: count,
  /** Bytes of the names that were asked for, and of the answers. */
  bytes_sent: z.number(),
  bytes_received: z.number(),
  /** Mean of the new names, in bits a character. */
  entropy: z.number(),
  /** Share of queries for record types that carry data. */
  carrier_share: share,
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
})
export type DnsTunnelRecord = z.infer<typeof dnsTunnel>

export const suspiciousAddress = z.object({
  ip: z.string(),
  scope: z.enum(['inside', 'outside', 'link']),
  threat_score: share,
  is_suspicious: z.boolean(),
  /** The kinds of what was stated about it. */
  indicators: z.array(z.string()),
  detections: count,
})
export type SuspiciousAddress = z.infer<typeof suspiciousAddress>

export const botnetStats = z.object({
  /** Where the traffic came from; null before the first run. */
  source: sourceKind.nullable(),
  run_id: z.string().nullable(),
  active_beacons: z.array(beacon),
  /** Of every pair with four connections or more, those with the highest scores. */
  beacon_scores: z.array(beacon),
  suspicious_communications: z.array(communication),
  potential_c2_servers: z.array(commandServer),
  dns_tunneling_attempts: z.array(dnsTunnel),
  top_suspicious_ips: z.array(suspiciousAddress),
  /** How many there are of each, also of those that the lists leave out. */
  totals: z.object({
    scored_pairs: count,
    beacons: count,
    suspicious_communications: count,
    c2_servers: count,
    dns_tunnels: count,
    suspicious_ips: count,
  }),
})
export type BotnetStats = z.infer<typeof botnetStats>
/** What the engine knows: all but which run it is. */
export type BotnetFindings = Omit<BotnetStats, 'source' | 'run_id'>

/** What there is to say before the first run. */
export const noBotnetFindings: BotnetFindings = {
  active_beacons: [],
  beacon_scores: [],
  suspicious_communications: [],
  potential_c2_servers: [],
  dns_tunneling_attempts: [],
  top_suspicious_ips: [],
  totals: {
    scored_pairs: 0,
    beacons: 0,
    suspicious_communications: 0,
    c2_servers: 0,
    dns_tunnels: 0,
    suspicious_ips: 0,
  },
}
