import { z } from '@hono/zod-openapi'
import { version } from './version.ts'

/** 100,000 items are about 10 MB of JSON and 20 s of scoring with the step 1 forest. */
export const itemCountMax = 100_000

/** What the step 1 model looks at: the numbers of an item, in this order. */
export const itemFeatures = ['size', 'proto'] as const

export const item = z
  .object({
    src: z.string().max(255).optional(),
    dst: z.string().max(255).optional(),
    /** IPv6 jumbograms (RFC 2675) reach 4 GiB; nothing is longer. */
    size: z.number().int().min(0).max(4_294_967_335),
    proto: z.number().int().min(0).max(255),
    ts: z.number().min(0).optional(),
  })
  .openapi('Item', {
    description:
      'A packet as numbers: its length in bytes, its IP protocol number (TCP 6, UDP 17, ICMP 1) and its time in epoch seconds. src, dst and ts are kept for later steps.',
    example: { src: '10.0.0.2', dst: '10.0.0.1', size: 520, proto: 6, ts: 1725530000.12 },
  })
export type Item = z.infer<typeof item>

export const batch = z
  .object({ items: z.array(item).min(1).max(itemCountMax) })
  .openapi('Batch', { description: 'What /train learns from and /analyze scores.' })

/** The numbers of one item, in the order of `itemFeatures`. */
export function itemRow(item: Item): [size: number, proto: number] {
  return [item.size, item.proto]
}

export const modelSummary = z
  .object({
    model_id: z.string(),
    algorithm: z.string(),
    features: z.array(z.string()),
    items: z.number().int(),
    contamination: z.number(),
    threshold: z.number(),
    trained_at: z.iso.datetime(),
  })
  .openapi('ModelSummary')

export const analysis = z
  .object({
    count: z.number().int(),
    anomalies: z.number().int(),
    model_version: z.string(),
    results: z.array(
      z.object({
        score: z.number(),
        is_anomaly: z.boolean(),
        threshold: z.number(),
        raw_score: z.number(),
      }),
    ),
  })
  .openapi('Analysis', {
    description:
      'One result an item, in the order of the items. score is the share of the training items that are less strange, 0 to 1; above the threshold it is an anomaly.',
  })

export const health = z
  .object({
    status: z.enum(['ok', 'degraded']),
    mode: z.string(),
    version: z.string(),
    model_loaded: z.boolean(),
    timestamp: z.iso.datetime(),
    uptime_seconds: z.number(),
    problems: z.array(z.string()).optional(),
  })
  .openapi('Health', { example: undefined })

export const welcome = z
  .object({
    name: z.string(),
    version: z.string(),
    step: z.number().int(),
    model: z.union([modelSummary, z.null()]),
    links: z.record(z.string(), z.string()),
  })
  .openapi('Welcome')

export const problem = z
  .object({
    error: z.object({
      code: z.string().regex(/^E_[A-Z_]+$/),
      message: z.string(),
      fix: z.string(),
      details: z.unknown().optional(),
    }),
  })
  .openapi('Problem', { description: `Every error of Net Anomaly ${version} has this shape.` })

/** The OpenAPI response entry for an error, to be placed under its status. */
export function problemResponse(description: string) {
  return { description, content: { 'application/json': { schema: problem } } }
}

/** The OpenAPI response entry for a JSON body. */
export function jsonResponse<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } }
}
