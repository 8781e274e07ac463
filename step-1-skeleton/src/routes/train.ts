import { createRoute } from '@hono/zod-openapi'
import type { AppContext } from '../app-context.ts'
import { errorCodes } from '../error-codes.ts'
import { createRouter, requireJson } from '../router.ts'
import {
  batch,
  itemFeatures,
  itemRow,
  jsonResponse,
  problemResponses,
  summarize,
  trainedSummary,
} from '../schema.ts'
import { ignoredFields } from './ignored-fields.ts'

/** One item in twenty is expected to be odd; what lies above that quantile is an anomaly. */
const contamination = 0.05

const postTrain = createRoute({
  method: 'post',
  path: '/train',
  summary: 'Learn what ordinary items look like',
  middleware: [requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: batch } } } },
  responses: {
    200: jsonResponse(trainedSummary, 'The model that was trained and saved'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_BUSY,
      errorCodes.E_NOT_JSON,
      errorCodes.E_TOO_FEW_ITEMS,
      errorCodes.E_NOT_SAVED,
    ),
  },
})

// #region train
export function trainRoutes({ holder, now }: AppContext) {
  return createRouter().openapi(postTrain, async (c) => {
    const rows = c.req.valid('json').items.map(itemRow)
    const model = await holder.train(rows, { features: itemFeatures, contamination, now: now() })
    return c.json({ ...summarize(model), ...ignoredFields(await c.req.json()) }, 200)
  })
}
// #endregion
