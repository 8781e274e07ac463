import { z } from '@hono/zod-openapi'
import type { ErrorCode } from './error-codes.ts'
import { limitedArray } from './limited-array.ts'
import type { Model } from './model.ts'
import { version } from './version.ts'

/** 100,000 items are about 10 MB of JSON, and one second of scoring with the step 1 forest. */
export const itemCountMax = 100_000

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

export const batch = z.object({ items: limitedArray(item, itemCountMax) }).openapi('Batch', {
  description: 'What /train learns from and /analyze scores.',
  example: {
    items: [
      { src: '10.0.0.2', dst: '10.0.0.1', size: 520, proto: 6, ts: 1725530000.12 },
      { src: '10.0.0.3', dst: '10.0.0.53', size: 71, proto: 17, ts: 1725530000.3 },
      { src: '10.0.0.66', dst: '10.0.0.1', size: 65000, proto: 6, ts: 1725530001.0 },
    ],
  },
})

// #region features
/** What the step 1 model looks at: the numbers of an item, in this order. */
export const itemFeatures = ['size', 'proto'] as const

/** The numbers of one item, in the order of `itemFeatures`. */
export function itemRow(item: Item): [size: number, proto: number] {
  return [item.size, item.proto]
}
// #endregion

/** Fields that were sent and not looked at; left out where there are none. */
const ignored = z.array(z.string()).optional()

const modelExample = {
  model_id: '3f0c9a51b7de',
  algorithm: 'isolation-forest',
  features: [...itemFeatures],
  items: 60,
  contamination: 0.05,
  threshold: 0.95,
  trained_at: '2026-01-05T09:30:00.000Z',
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
  .openapi('ModelSummary', { example: modelExample })

export const trainedSummary = modelSummary.extend({ ignored }).openapi('TrainedSummary', {
  example: { ...modelExample, ignored: ['items.*.flags'] },
})

/** What the API says of a model: everything but its insides. */
export function summarize(model: Model): z.infer<typeof modelSummary> {
  const { algorithm, features, items, contamination, threshold, trained_at } = model.state
  return { model_id: model.id, algorithm, features, items, contamination, threshold, trained_at }
}

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
    ignored,
  })
  .openapi('Analysis', {
    description:
      'One result an item, in the order of the items. score is the share of the training items that are less strange, 0 to 1; above the threshold it is an anomaly.',
    example: {
      count: 1,
      anomalies: 1,
      model_version: '3f0c9a51b7de',
      results: [{ score: 0.997, is_anomaly: true, threshold: 0.95, raw_score: 0.71 }],
    },
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
  .openapi('Health', {
    description: 'degraded: the server answers, and problems says what it lacks.',
    example: {
      status: 'ok',
      mode: 'features',
      version,
      model_loaded: true,
      timestamp: '2026-01-05T09:30:00.000Z',
      uptime_seconds: 12.5,
    },
  })

export const readiness = z
  .object({ ready: z.literal(true) })
  .openapi('Readiness', { example: { ready: true } })

export const welcome = z
  .object({
    name: z.string(),
    version: z.string(),
    step: z.number().int(),
    model: z.union([modelSummary, z.null()]),
    links: z.record(z.string(), z.string()),
  })
  .openapi('Welcome', {
    example: {
      name: 'Net Anomaly',
      version,
      step: 1,
      model: null,
      links: { health: '/health', docs: '/docs', openapi: '/openapi.json' },
    },
  })

export const problem = z
  .object({
    error: z.object({
      code: z.string().regex(/^E_[A-Z_]+$/),
      message: z.string(),
      fix: z.string(),
      details: z.unknown().optional(),
    }),
  })
  .openapi('Problem', {
    description: 'Every error has this shape; the code is stable, the message is for people.',
    example: {
      error: {
        code: 'E_NO_MODEL',
        message: 'no model is trained yet',
        fix: 'Train one first: POST /train',
      },
    },
  })

/** The OpenAPI response entries for the errors of a route, each under the status of its code. */
export function problemResponses<const Codes extends readonly ErrorCode[]>(...codes: Codes) {
  const entries = Map.groupBy(codes, ({ status }) => status)
  return Object.fromEntries(
    [...entries].map(([status, group]) => [status, jsonResponse(problem, describe(group))]),
  ) as ProblemResponses<Codes>
}

type ProblemResponses<Codes extends readonly ErrorCode[]> = {
  [Status in Codes[number]['status']]: ReturnType<typeof jsonResponse<typeof problem>>
}

function describe(codes: readonly ErrorCode[]): string {
  return codes.map(({ name, meaning }) => `${name}: ${meaning}`).join(' ')
}

/** The OpenAPI response entry for a JSON body. */
export function jsonResponse<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } }
}
