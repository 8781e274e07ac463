import { createRoute } from '@hono/zod-openapi'
import type { AppContext } from '../app-context.ts'
import { errorCodes } from '../error-codes.ts'
import { jsonInTurns } from '../json-in-turns.ts'
import { createRouter, requireJson } from '../router.ts'
import { analysis, batch, itemRow, jsonResponse, problemResponses } from '../schema.ts'
import { ignoredFields } from './ignored-fields.ts'

const postAnalyze = createRoute({
  method: 'post',
  path: '/analyze',
  summary: 'Score items against the trained model',
  middleware: [requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: batch } } } },
  responses: {
    200: jsonResponse(analysis, 'One score an item'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_NO_MODEL,
      errorCodes.E_MODEL_DAMAGED,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_BUSY,
      errorCodes.E_NOT_JSON,
    ),
  },
})

export function analyzeRoutes({ holder }: AppContext) {
  return createRouter().openapi(postAnalyze, async (c) => {
    const model = holder.require()
    const { threshold } = model.state
    const scores = await model.scoreMany(c.req.valid('json').items.map(itemRow))
    const results = scores.map((score) => ({ ...score, threshold }))
    const anomalies = results.filter((result) => result.is_anomaly).length
    const ignored = ignoredFields(await c.req.json())
    const head = { count: results.length, anomalies, model_version: model.id, ...ignored }
    return jsonInTurns(c, { ...head, results }, 'results')
  })
}
