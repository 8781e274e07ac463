import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses } from 'step-1-skeleton'
import { errorCodes } from '../../error-codes.ts'
import { drift } from '../../versions/drift.ts'
import { type ModelVersion, modelId } from '../../versions/model-version.ts'
import { versionCountMax } from '../../versions/model-versions.ts'
import type { CaptureContext } from '../capture-context.ts'
import { activateVersion } from '../keep-version.ts'
import { answerOf, comparison, listed, modelAnswer, modelList } from '../model-schemas.ts'
import { optionalJson } from './optional-json.ts'

const ofModel = z.object({ model_id: modelId })
const problems = [errorCodes.E_INVALID_INPUT, errorCodes.E_NO_VERSION, errorCodes.E_MODEL_DAMAGED]

const getModels = createRoute({
  method: 'get',
  path: '/models',
  summary: 'Every version of the model of hosts, the newest first, and which one judges',
  responses: { 200: jsonResponse(modelList, 'The shipped model is the last') },
})

const getDrift = createRoute({
  method: 'get',
  path: '/models/drift',
  summary:
    'Whether the model that judges still knows the traffic: the newest windows beside its training',
  responses: {
    200: jsonResponse(
      z.object({ drift: drift.nullable() }).openapi('DriftAnswer', { example: { drift: null } }),
      'Null where no model judges',
    ),
  },
})

const getModel = createRoute({
  method: 'get',
  path: '/models/{model_id}',
  summary: 'A version, and what it would have found unusual of the newest windows',
  request: { params: ofModel },
  responses: {
    200: jsonResponse(modelAnswer, 'With the model that judges now beside it'),
    ...problemResponses(...problems),
  },
})

const activation = z
  .strictObject({
    /** Let it judge although something speaks against it, which the refusal says. */
    accept_concerns: z.boolean().default(false),
  })
  .openapi('Activation', { example: { accept_concerns: false } })

const activateModel = createRoute({
  method: 'post',
  path: '/models/{model_id}/activate',
  summary: 'Let a version judge from now on, also in the runs that are on',
  middleware: optionalJson,
  request: {
    params: ofModel,
    body: { content: { 'application/json': { schema: activation } } },
  },
  responses: {
    200: jsonResponse(modelAnswer, 'It judges; POST /api/models/roll_back takes it back'),
    ...problemResponses(
      ...problems,
      errorCodes.E_MODEL_CONCERNS,
      errorCodes.E_NOT_JSON,
      errorCodes.E_NOT_SAVED,
    ),
  },
})

const rollBack = createRoute({
  method: 'post',
  path: '/models/roll_back',
  summary: 'Let the version judge that did before the one that does now',
  responses: {
    200: jsonResponse(modelAnswer, 'The version that judges again'),
    ...problemResponses(
      errorCodes.E_NOTHING_BEFORE,
      errorCodes.E_MODEL_DAMAGED,
      errorCodes.E_NOT_SAVED,
    ),
  },
})

const deleted = z
  .object({ deleted: z.literal(true), model_id: modelId })
  .openapi('DeletedModel', { example: { deleted: true, model_id: '3f0c9a51b7de' } })

const deleteModel = createRoute({
  method: 'delete',
  path: '/models/{model_id}',
  summary: 'Delete a version that does not judge',
  request: { params: ofModel },
  responses: {
    200: jsonResponse(deleted, 'It is gone; GET /api/models/{model_id}/export keeps a copy'),
    ...problemResponses(...problems, errorCodes.E_ACTIVE_VERSION),
  },
})

const compareModels = createRoute({
  method: 'get',
  path: '/models/{model_id}/compare/{other_id}',
  summary: 'Two versions on the same windows',
  request: { params: ofModel.extend({ other_id: modelId }) },
  responses: {
    200: jsonResponse(comparison, 'On windows that each held out, and on the newest of the run'),
    ...problemResponses(...problems),
  },
})

export function modelRoutes(context: CaptureContext) {
  const { versions, review } = context
  const show = (version: ModelVersion) =>
    listed(version, {
      active: version.model_id === versions.activeVersion?.model_id,
      concerns: review.concerns(version),
    })

  return createRouter()
    .openapi(getModels, (c) => {
      const models = versions.list.map(show)
      const damaged = [...versions.damaged].map(([model_id, { code, message, fix }]) => ({
        model_id,
        code,
        message,
        fix,
      }))
      const active = versions.activeVersion?.model_id ?? null
      const previous = versions.previousVersion?.model_id ?? null
      const count = models.length
      return c.json({ active, previous, count, count_max: versionCountMax, models, damaged }, 200)
    })
    .openapi(getDrift, async (c) => c.json({ drift: await review.drift() }, 200))
    .openapi(getModel, async (c) => {
      const { version, model } = await versions.load(c.req.valid('param').model_id)
      const preview = await review.preview(version, model)
      const shown = show(version)
      const message = shown.active ? 'it judges' : 'it does not judge'
      return c.json({ model: shown, preview, message }, 200)
    })
    .openapi(activateModel, async (c) => {
      const { model_id } = c.req.valid('param')
      // Where no body was sent, no validator has filled in what is left open.
      const acceptsConcerns = c.req.valid('json').accept_concerns === true
      const kept = await activateVersion(model_id, { acceptsConcerns }, context)
      return c.json(answerOf(kept, `${model_id} judges from now on`), 200)
    })
    .openapi(rollBack, async (c) => {
      const version = await versions.rollBack()
      const concerns = review.concerns(version)
      const kept = { version, isActive: true, concerns, preview: null }
      return c.json(answerOf(kept, `${version.model_id} judges again`), 200)
    })
    .openapi(deleteModel, async (c) => {
      const { model_id } = c.req.valid('param')
      await versions.remove(model_id)
      return c.json({ deleted: true as const, model_id }, 200)
    })
    .openapi(compareModels, async (c) => {
      const { model_id, other_id } = c.req.valid('param')
      const models = [versions.find(model_id), versions.find(other_id)].map(show)
      const comparisons = await review.compare([model_id, other_id])
      return c.json(
        { models, comparisons: comparisons.map((one) => ({ ...one, figures: [...one.figures] })) },
        200,
      )
    })
}
