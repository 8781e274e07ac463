import { z } from 'zod'
import type { SideReport } from '../seam/side-report.ts'

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

/** Every pair of hosts that was measured, whether or not it is a beacon. */
export const beaconReport: SideReport<readonly Beacon[]> = { name: 'beacons' }
