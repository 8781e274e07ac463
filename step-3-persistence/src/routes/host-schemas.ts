import { z } from '@hono/zod-openapi'
import { addressKey, addressRange } from '../alert/address-range.ts'
import { alert } from '../alert/alert.ts'

const network = z
  .string()
  .max(64)
  .refine((text) => addressKey(text) !== undefined || addressRange(text) !== undefined, {
    error: 'is neither an IP address nor a network such as 192.0.2.0/24',
  })

/** The flows, and alerts, of a time. */
export const spanQuery = z.strictObject({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
})

export const addressQuery = spanQuery.extend({
  address: network.optional(),
  sort: z.enum(['last_seen', 'first_seen', 'bytes', 'flows', 'peers']).default('last_seen'),
  limit: z.coerce.number<string>().int().min(1).max(1000).default(100),
  offset: z.coerce.number<string>().int().min(0).max(1_000_000).default(0),
})

export const linkQuery = spanQuery.extend({
  /** Pairs of which one is this address, or in this network. */
  address: network.optional(),
  limit: z.coerce.number<string>().int().min(1).max(1000).default(500),
})

const count = z.number()

export const hostSummary = z.object({
  address: z.string(),
  first_seen: z.string().nullable(),
  last_seen: z.string().nullable(),
  flows: count,
  /** Estimated above some dozens, within 2 %. */
  peers: count,
  bytes_sent: count,
  bytes_received: count,
})

/** A host in the list, with the alerts of the time that name it. */
export const listedHost = hostSummary.extend({
  alerts_as_source: z.number().int(),
  alerts_as_target: z.number().int(),
})

export const hostLink = z.object({
  source: z.string(),
  target: z.string(),
  flows: count,
  bytes: count,
  /** Alerts that name both, in whatever direction. */
  alerts: z.number().int(),
  /** Of their flows; null where only alerts name them together. */
  last_seen: z.string().nullable(),
})

const port = z.object({ port: count, proto_name: z.string(), flows: count })
const name = z.object({ name: z.string(), flows: count })

export const hostExample = {
  address: '10.0.0.5',
  first_seen: '2026-11-28T03:00:00.000Z',
  last_seen: '2026-11-28T04:00:00.000Z',
  flows: 212,
  peers: 14,
  bytes_sent: 184_000,
  bytes_received: 9_120_000,
}

export const hostRecord = hostSummary
  .extend({
    packets_sent: count,
    packets_received: count,
    /** The twenty addresses with the most bytes. */
    peer_list: z.array(
      z.object({ address: z.string(), flows: count, bytes: count, last_seen: z.string() }),
    ),
    /** Ports on which it was contacted, and those that it contacted. */
    served_ports: z.array(port),
    contacted_ports: z.array(port),
    /** Names that it asked for, and those by which it was asked in HTTP and TLS. */
    asked_names: z.array(name),
    own_names: z.array(name),
    ja4: z.array(z.string()),
    /** 0 to 100: its gravest open alert, half of the next kind, a quarter of the third … */
    risk: z.number().int(),
    risk_parts: z.array(
      z.object({ kind: z.string(), alert_id: z.string(), points: z.number().int() }),
    ),
    /** Alerts whose source it is, and those whose target it is; the twenty gravest. */
    alerts: z.array(alert),
    suffered: z.array(alert),
  })
  .openapi('Host', {
    example: {
      ...hostExample,
      packets_sent: 1_200,
      packets_received: 8_400,
      peer_list: [
        { address: '10.0.0.9', flows: 12, bytes: 9_000, last_seen: '2026-11-28T04:00:00.000Z' },
      ],
      served_ports: [],
      contacted_ports: [{ port: 443, proto_name: 'TCP', flows: 180 }],
      asked_names: [{ name: 'example.org', flows: 3 }],
      own_names: [],
      ja4: [],
      risk: 72,
      risk_parts: [
        { kind: 'vertical_port_scan', alert_id: '0c1f6a2b9d3e4f5061728394', points: 72 },
      ],
      alerts: [],
      suffered: [],
    },
  })
