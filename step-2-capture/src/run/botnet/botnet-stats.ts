import { z } from '@hono/zod-openapi'
import { beacon } from '../../detect/beacon/beacon.ts'
import { dnsTunnel } from '../../detect/covert/dns-tunnel-record.ts'
import { severity, technique } from '../../detect/seam/detection.ts'
import { sourceKind } from '../../pcap/source-kind.ts'

const share = z.number().min(0).max(1)
const count = z.number().int()

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
  /** Detections of it; an update is none. */
  detections: count,
  /** The one that was stated or updated last. */
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
