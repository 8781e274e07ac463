import { z } from '@hono/zod-openapi'
import { streamBuffer } from '../reassembly/stream-buffer.ts'
import { failure } from './failure.ts'
import { runSourceKind, runState } from './run-record.ts'
import { verdict } from './verdict-record.ts'

/** A row of `anomaly_results.csv`: string values under exactly these names. */
export const packetRow = z
  .object({
    Time: z.string(),
    Source: z.string(),
    Destination: z.string(),
    Protocol: z.string(),
    Length: z.string(),
    'Source Port': z.string(),
    'Destination Port': z.string(),
    bad_packet: z.enum(['0', '1']),
  })
  .openapi('PacketRow')
export type PacketRow = z.infer<typeof packetRow>

const talker = z.object({ address: z.string(), packets: z.number(), bytes: z.number() })

/** Everything that changes from second to second; the body of the `stats_update` event. */
export const stats = z
  .object({
    /** Grows by one with each snapshot of a run: a client that sees a gap asks for a new one. */
    sequence: z.number().int(),
    packets: z.number().int(),
    bytes: z.number(),
    anomalies: z.number().int(),
    normal: z.number().int(),
    malformed: z.number().int(),
    /** Packets that hold neither IP nor ARP, as far as they were decoded: nothing judges them. */
    undecoded: z.number().int(),
    /** Packets that were recorded behind a later one. */
    out_of_order: z.number().int(),
    flows: z.number().int(),
    detections: z.number().int(),
    packets_per_second: z.number(),
    bits_per_second: z.number(),
    drops: z.object({ kernel: z.number(), interface: z.number() }),
    /** Traffic time of the newest packet, epoch seconds; null before the first. */
    traffic_time: z.number().nullable(),
    protocols: z.record(z.string(), z.number()),
    top_sources: z.array(talker),
    top_destinations: z.array(talker),
    verdict,
  })
  .openapi('Stats')
export type Stats = z.infer<typeof stats>

const buffer = z.object({ count: z.number(), cap: z.number(), evicted: z.number() })

/** A table that may be full, and then lets go of the oldest. */
const table = buffer.extend({ saturated: z.boolean() })

/** IP datagrams that wait for their other fragments, and what came of those before. */
const fragmentBuffer = buffer.extend({
  whole: z.number(),
  timed_out: z.number(),
  /** Fragments for a place that was taken, with too short a first part, and with nonsense in them. */
  overlapping: z.number(),
  tiny: z.number(),
  impossible: z.number(),
})

export const status = z
  .object({
    /** The life of the current run; how it ended stays until the next start. */
    state: z.union([z.literal('idle'), runState]),
    monitoring_active: z.boolean(),
    run_id: z.string().nullable(),
    source: z.object({ kind: runSourceKind, name: z.string() }).nullable(),
    started_at: z.iso.datetime().nullable(),
    /** Share of a file that was read, 0 to 1; null for a source without an end. */
    progress: z.number().min(0).max(1).nullable(),
    error: failure.nullable(),
    stats,
    buffers: z.object({
      flows: table,
      hosts: table,
      /** Hosts in the current window; `evicted` counts what had no room. */
      windows: buffer,
      recent: buffer,
      fragments: fragmentBuffer,
      streams: streamBuffer,
    }),
    model: z
      .object({ model_id: z.string(), algorithm: z.string(), trained_at: z.string() })
      .nullable(),
    data: z.object({ folder: z.string(), files: z.number().int() }),
    recent_packets: z.array(packetRow),
    recent_alerts: z.array(z.unknown()),
  })
  .openapi('Status')
export type Status = z.infer<typeof status>
