import { z } from '@hono/zod-openapi'
import type { SourceSpec } from '../capture/source-spec.ts'
import { sourceKind } from '../pcap/source-kind.ts'
import { failure } from './failure.ts'
import { timeline } from './traffic-timeline.ts'
import { verdict } from './verdict-record.ts'

export const runState = z.enum([
  'starting',
  'running',
  /** The capture ended by a failure, which `error` says; it is started again after a pause. */
  'restarting',
  'stopping',
  'done',
  'failed',
  /** A source with an end that the server could not read to it, because the server ended. */
  'interrupted',
])
export type RunState = z.infer<typeof runState>

/** What a run reads: of a watched folder each record says that it is of a capture file. */
export const runSourceKind = z.enum([...sourceKind.options, 'folder'])

/** What a run counted, over all its starts. */
export const runCounts = z.object({
  packets: z.number().int(),
  bytes: z.number(),
  anomalies: z.number().int(),
  normal: z.number().int(),
  malformed: z.number().int(),
  flows: z.number().int(),
  detections: z.number().int(),
  drops: z.object({ kernel: z.number(), interface: z.number() }),
  protocols: z.record(z.string(), z.number()),
})
export type RunCounts = z.infer<typeof runCounts>

/** A run as `/api/runs` lists it. */
export const runRecord = z
  .object({
    run_id: z.string(),
    source: z.object({ kind: runSourceKind, name: z.string() }),
    /** Whether it goes on after a restart of the server. */
    desired: z.enum(['running', 'stopped']),
    state: runState,
    started_at: z.iso.datetime(),
    ended_at: z.iso.datetime().nullable(),
    /** How often its source was opened. */
    starts: z.number().int(),
    /** Share of a file that was read, 0 to 1; null for a source without an end. */
    progress: z.number().min(0).max(1).nullable(),
    error: failure.nullable(),
    stats: runCounts,
    /** Of the traffic now, or of the whole once it has ended; runs of earlier versions have none. */
    verdict: verdict.nullable().default(null),
  })
  .openapi('Run')
export type RunRecord = z.infer<typeof runRecord>

const pace = { speed: z.number().optional() }

const sourceSpec = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('live'),
    name: z.string(),
    filter: z.string(),
    snapLength: z.number().int(),
    delivery: z.enum(['at-once', 'in-blocks']),
    program: z.string(),
  }),
  z.object({
    kind: z.literal('pcap'),
    name: z.string(),
    path: z.string(),
    links: z.enum(['follow', 'refuse']),
    ...pace,
  }),
  z.object({
    kind: z.literal('folder'),
    name: z.string(),
    path: z.string(),
    seenPath: z.string(),
  }),
  z.object({
    kind: z.literal('simulate'),
    name: z.string(),
    seed: z.number().int(),
    durationSeconds: z.number().optional(),
    ...pace,
  }),
])

/** A run as it lies in a store: with the source as it is opened again. */
export const storedRun = z.object({
  record: runRecord,
  // JSON has no undefined, so what is optional is there or left out.
  spec: sourceSpec.transform((spec) => spec as SourceSpec),
  /** Its traffic over time; runs that an earlier version wrote have none. */
  timeline: timeline.optional(),
})
export type StoredRun = z.infer<typeof storedRun>

/** Where runs outlive the process. */
export interface RunStore {
  /** All that are kept, in no order. */
  list(): Promise<readonly StoredRun[]>
  /** Writes a run, or writes it anew. */
  save(run: StoredRun): Promise<void>
  remove(runId: string): Promise<void>
}

/** A live capture and a watched folder have no end of their own: they go on until a person stops them. */
export function lasts({ kind }: SourceSpec): boolean {
  return kind === 'live' || kind === 'folder'
}
