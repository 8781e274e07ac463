import { createRoute } from '@hono/zod-openapi'
import type { AppContext } from '../app-context.ts'
import { createRouter, requireJson } from '../router.ts'
import { analysis, batch, itemRow, jsonResponse, problemResponse } from '../schema.ts'

const postAnalyze = createRoute({
  method: 'post',
  path: '/analyze',
  summary: 'Score items against the trained model',
  middleware: [requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: batch } } } },
  responses: {
    200: jsonResponse(analysis, 'One score an item'),
    400: problemResponse('E_INVALID_INPUT, E_BAD_JSON: the body is not a batch of items'),
    409: problemResponse('E_NO_MODEL: train first; E_MODEL_DAMAGED: train again'),
    413: problemResponse('E_BODY_TOO_LARGE'),
    415: problemResponse('E_NOT_JSON: the body does not say that it is JSON'),
  },
})

export function analyzeRoutes({ holder }: AppContext) {
  return createRouter().openapi(postAnalyze, (c) => {
    const model = holder.require()
    const { threshold } = model.state
    const scores = model.scoreMany(c.req.valid('json').items.map(itemRow))
    const results = scores.map((score) => ({ ...score, threshold }))
    const anomalies = results.filter((result) => result.is_anomaly).length
    return c.json({ count: results.length, anomalies, model_version: model.id, results }, 200)
  })
}
