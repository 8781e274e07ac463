import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses, requireJson } from 'step-1-skeleton'
import { restoreHostModel } from '../../detect/model/host-model.ts'
import { errorCodes } from '../../error-codes.ts'
import { draftOfImport } from '../../versions/foreign-model.ts'
import { modelId } from '../../versions/model-version.ts'
import type { CaptureContext } from '../capture-context.ts'
import { answerOf, modelAnswer } from '../model-schemas.ts'

/** What `net-anomaly train` writes, and an export gives: checked whole, by its hash, when it is read. */
const bundle = z
  .looseObject({ format: z.string().max(60), hash: z.string().max(64) })
  .openapi('ModelBundle', {
    description: 'The file that net-anomaly train --out writes, or an export.',
    example: { format: 'net-anomaly-window-model-2', hash: '9f86d0…' },
  })

const importModel = createRoute({
  method: 'post',
  path: '/models',
  summary: 'Keep a model that was trained elsewhere; it does not judge until it is activated',
  middleware: [requireJson] as const,
  request: {
    query: z.strictObject({
      author: z.string().trim().min(1).max(100).default('operator').openapi({ example: 'ana' }),
    }),
    body: { required: true, content: { 'application/json': { schema: bundle } } },
  },
  responses: {
    200: jsonResponse(modelAnswer, 'The version; the same model is kept once'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_NOT_JSON,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_MODEL_DAMAGED,
      errorCodes.E_NOT_SAVED,
    ),
  },
})

const exportModel = createRoute({
  method: 'get',
  path: '/models/{model_id}/export',
  summary: 'The model as a file that POST /api/models and net-anomaly analyze --model take',
  request: { params: z.object({ model_id: modelId }) },
  responses: {
    200: jsonResponse(bundle, 'A file by the name of the model'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_NO_VERSION,
      errorCodes.E_MODEL_DAMAGED,
    ),
  },
})

export function modelFileRoutes({ versions, review, now }: CaptureContext) {
  return createRouter()
    .openapi(importModel, async (c) => {
      const model = restoreHostModel(c.req.valid('json'))
      const { author } = c.req.valid('query')
      const draft = draftOfImport(model, { author, now: now() })
      const version = await versions.add(draft, { bundle: model.toBundle(), heldOut: [] })
      const concerns = review.concerns(version)
      const preview = await review.preview(version, model)
      const isActive = versions.activeVersion?.model_id === version.model_id
      const kept = { version, isActive, concerns, preview }
      return c.json(answerOf(kept, `${version.model_id} is kept`), 200)
    })
    .openapi(exportModel, async (c) => {
      const { model_id } = c.req.valid('param')
      const { model } = await versions.load(model_id)
      c.header('Content-Disposition', `attachment; filename="${model_id}.json"`)
      return c.json(model.toBundle(), 200)
    })
}
