import { z } from 'zod'
import type { SideReport } from '../seam/side-report.ts'

const share = z.number().min(0).max(1)
const count = z.number().int()

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

/** The tunnels through DNS that were found. */
export const dnsTunnelReport: SideReport<readonly DnsTunnelRecord[]> = { name: 'dns tunnels' }
