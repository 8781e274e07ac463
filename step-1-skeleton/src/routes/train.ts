import { createRoute } from '@hono/zod-openapi'
import type { AppContext } from '../app-context.ts'
import { createRouter, requireJson } from '../router.ts'
import {
  batch,
  itemFeatures,
  itemRow,
  jsonResponse,
  modelSummary,
  problemResponse,
  summarize,
} from '../schema.ts'

/** One item in twenty is expected to be odd; what lies above that quantile is an anomaly. */
const contamination = 0.05

const postTrain = createRoute({
  method: 'post',
  path: '/train',
  summary: 'Learn what ordinary items look like',
  middleware: [requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: batch } } } },
  responses: {
    200: jsonResponse(modelSummary, 'The model that was trained and saved'),
    400: problemResponse('E_INVALID_INPUT, E_BAD_JSON: the body is not a batch of items'),
    413: problemResponse('E_BODY_TOO_LARGE'),
    415: problemResponse('E_NOT_JSON: the body does not say that it is JSON'),
    422: problemResponse('E_TOO_FEW_ITEMS: at least two items are needed'),
    507: problemResponse('E_NOT_SAVED: the disk is full or read-only; the old model stays'),
  },
})

// #region train
export function trainRoutes({ holder, now }: AppContext) {
  return createRouter().openapi(postTrain, async (c) => {
    const rows = c.req.valid('json').items.map(itemRow)
    const model = await holder.train(rows, { features: itemFeatures, contamination, now: now() })
    return c.json(summarize(model), 200)
  })
}
// #endregion
