import { randomUUID } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import {
  analyzeFile,
  analyzeFileProblems,
  batch,
  type CaptureContext,
  createRouter,
  fileId,
  type Item,
  jsonBytesMax,
  jsonResponse,
  limitBody,
  optionalJson,
  problemResponses,
  severity,
  sourceKind,
} from 'step-2-capture'
import type { AlertWriter } from '../alert/alert-writer.ts'
import {
  anomaly,
  anomalyExample,
  anomalySummary,
  severityCounts,
  summaryExample,
} from '../anomaly/anomaly.ts'
import type { AnomalyStore } from '../anomaly/anomaly-store.ts'
import { scoreItems } from '../anomaly/score-items.ts'
import { windowSamples } from '../anomaly/window-samples.ts'
import type { ConfigService } from '../config/config-service.ts'
import { errorCodes } from '../error-codes.ts'
import { listOf, plainText } from './query-values.ts'

export interface AnomalyRoutesContext extends CaptureContext {
  readonly anomalies: AnomalyStore
  readonly config: ConfigService
  readonly writer: AlertWriter
}

/** Anomalies that an answer of `/anomalies/detect` shows; the list has them all. */
const shownCount = 100
export const pageSizeMax = 1_000

const name = plainText(255).min(1)

const filterQuery = z.strictObject({
  severity: listOf(severity),
  is_anomaly: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  kind: listOf(name),
  detector: listOf(name),
  source: name.optional(),
  run_id: name.optional(),
  alert_id: name.optional(),
  capture_source: listOf(sourceKind),
})

const listQuery = filterQuery.extend({
  limit: z.coerce.number<string>().int().min(1).max(pageSizeMax).default(100),
  offset: z.coerce.number<string>().int().min(0).max(5_000_000).default(0),
})

const anomalyPage = z
  .object({
    success: z.boolean(),
    count: z.number().int(),
    total: z.number().int(),
    offset: z.number().int(),
    anomalies: z.array(anomaly),
  })
  .openapi('AnomalyPage', {
    example: { success: true, count: 1, total: 1, offset: 0, anomalies: [anomalyExample] },
  })

const detectBody = z
  .strictObject({
    items: batch.shape.items.optional(),
    file_id: fileId.optional().openapi({
      description: 'An upload: it is analysed to its end, as a run of its own.',
    }),
  })
  .refine(({ items, file_id }) => items === undefined || file_id === undefined, {
    error: 'names items and a file; name one of them',
  })
  .openapi('AnomalyDetectRequest', {
    example: { items: [{ size: 65_000, proto: 6, src: '10.0.0.66' }] },
  })

const detectResult = z
  .object({
    success: z.boolean(),
    message: z.string(),
    run_id: z.string().nullable(),
    total_samples: z.number().int(),
    anomaly_count: z.number().int(),
    normal_count: z.number().int(),
    anomalies_by_severity: severityCounts,
    anomaly_rate: z.number(),
    model_version: z.string().nullable(),
    thresholds: z.object({ low: z.number(), medium: z.number(), high: z.number() }),
    anomalies: z.array(anomaly),
  })
  .openapi('AnomalyDetectResult', {
    example: {
      success: true,
      message: '4 of 40 are anomalies',
      run_id: 'request-5c1a3f0e-8f52-4b52-9d0e-0c2f6b1d7e11',
      total_samples: 40,
      anomaly_count: 4,
      normal_count: 36,
      anomalies_by_severity: summaryExample.by_severity,
      anomaly_rate: 0.1,
      model_version: '3f9a1c0b7d52',
      thresholds: { low: 0.5, medium: 0.7, high: 0.9 },
      anomalies: [anomalyExample],
    },
  })

const getAnomalies = createRoute({
  method: 'get',
  path: '/anomalies',
  summary: 'Everything that was judged, newest first',
  request: { query: listQuery },
  responses: {
    200: jsonResponse(anomalyPage, 'A page by offset'),
    ...problemResponses(errorCodes.E_INVALID_INPUT),
  },
})

const getSummary = createRoute({
  method: 'get',
  path: '/anomalies/summary',
  summary: 'How much was judged, and how much of it was odd',
  request: { query: filterQuery },
  responses: {
    200: jsonResponse(anomalySummary, 'Counts and rate'),
    ...problemResponses(errorCodes.E_INVALID_INPUT),
  },
})

const postDetect = createRoute({
  method: 'post',
  path: '/anomalies/detect',
  summary:
    'Score items, an upload, or the newest host windows of the run; then judge again what is on record',
  middleware: [limitBody(jsonBytesMax), optionalJson] as const,
  request: { body: { content: { 'application/json': { schema: detectBody } } } },
  responses: {
    200: jsonResponse(detectResult, 'What was found'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_NO_MODEL,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_TOO_MANY_RUNS,
      ...analyzeFileProblems,
    ),
  },
})

export function anomalyRoutes(context: AnomalyRoutesContext) {
  const { anomalies, writer } = context
  return createRouter()
    .openapi(getAnomalies, async (c) => {
      const { limit, offset, ...filter } = c.req.valid('query')
      await writer.caughtUp()
      const page = await anomalies.list({ filter, limit, offset })
      const { total, anomalies: rows } = page
      return c.json({ success: true, count: rows.length, total, offset, anomalies: rows }, 200)
    })
    .openapi(getSummary, async (c) => {
      await writer.caughtUp()
      return c.json(await anomalies.summarize(c.req.valid('query')), 200)
    })
    .openapi(postDetect, async (c) => {
      // Where no body was sent, no validator has made one.
      const { items, file_id } = c.req.valid('json') ?? {}
      const { thresholds } = context.config.current
      const run = await (file_id !== undefined
        ? analyzeAndRecord(context, file_id)
        : items
          ? scoreAndRecord(context, items)
          : judgeAndRecord(context))
      const { total, by_severity, ...counts } = await anomalies.summarize({ run_id: run?.runId })
      const filter = { run_id: run?.runId, is_anomaly: true }
      const shown = await anomalies.list({ filter, limit: shownCount, offset: 0 })
      return c.json(
        {
          success: true,
          message: `${counts.anomaly_count} of ${total} are anomalies`,
          run_id: run?.runId ?? null,
          total_samples: total,
          ...counts,
          anomalies_by_severity: by_severity,
          model_version: run?.modelVersion ?? null,
          thresholds,
          anomalies: shown.anomalies,
        },
        200,
      )
    })
}

interface DetectRun {
  readonly runId: string
  readonly modelVersion: string | null
}

async function analyzeAndRecord(context: AnomalyRoutesContext, fileId: string): Promise<DetectRun> {
  const { run_id } = await analyzeFile(fileId, context)
  await context.writer.caughtUp()
  return { runId: run_id, modelVersion: context.versions.active?.id ?? null }
}

/** Without windows, or a model that judges them, what is on record is all that there is to judge. */
async function judgeAndRecord(context: AnomalyRoutesContext): Promise<DetectRun | undefined> {
  const { anomalies, config, now, review } = context
  const { thresholds } = config.current
  const judged = await review.judge()
  const found = judged && windowSamples(judged, thresholds)
  if (found) await anomalies.record(found.samples, now())
  await anomalies.judgeAgain(thresholds)
  if (!found || found.samples.length === 0) return undefined
  return { runId: found.runId, modelVersion: judged.model.version }
}

async function scoreAndRecord(
  context: AnomalyRoutesContext,
  items: readonly Item[],
): Promise<DetectRun> {
  const model = context.holder.require()
  const { thresholds } = context.config.current
  const runId = `request-${randomUUID()}`
  const now = context.now()
  const samples = await scoreItems(model, items, { runId, thresholds, now })
  await context.anomalies.record(samples, now)
  return { runId, modelVersion: model.id }
}
