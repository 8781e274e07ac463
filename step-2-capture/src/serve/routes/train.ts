import { createRoute, z } from '@hono/zod-openapi'
import {
  AppError,
  createRouter,
  itemFeatures,
  itemRow,
  jsonResponse,
  modelSummary,
  problemResponses,
  summarize,
} from 'step-1-skeleton'
import { describeHostModel, type HostModel } from '../../detect/model/host-model.ts'
import { errorCodes } from '../../error-codes.ts'
import { sourceKind } from '../../pcap/source-kind.ts'
import { failure } from '../../run/failure.ts'
import type { TrainingJob } from '../../train/trainer.ts'
import type { CaptureContext } from '../capture-context.ts'
import { keepTrained, outcomeOf } from '../keep-version.ts'
import { listed, listedModel, preview } from '../model-schemas.ts'
import { resolveTraining, type TrainingRequest, trainingRequest } from '../training-request.ts'
import { optionalJson } from './optional-json.ts'

/** One item in twenty may be odd, as in step 1. */
const itemContamination = 0.05

const trainedModel = modelSummary.extend({
  /** Where the data came from; a model of items has none of these. */
  source: sourceKind.optional(),
  name: z.string().optional(),
  captures: z.array(z.string()).optional(),
})

const training = z
  .object({
    job_id: z.string().nullable(),
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    progress: z.number().min(0).max(1),
    model: trainedModel.nullable(),
    /** The version that the model is kept as; a model of items has none. */
    version: listedModel.nullable(),
    /** What it would have found unusual of the newest windows of the run, beside the active model. */
    preview: preview.nullable(),
    error: failure.nullable(),
    message: z.string(),
  })
  .openapi('Training', {
    example: {
      job_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
      state: 'running',
      progress: 0.4,
      model: null,
      version: null,
      preview: null,
      error: null,
      message: 'the training is running',
    },
  })

const trainRoute = {
  method: 'post',
  summary: 'Learn what is ordinary: of items, flows, a capture, the run, or simulated traffic',
  middleware: optionalJson,
  request: { body: { content: { 'application/json': { schema: trainingRequest } } } },
  responses: {
    200: jsonResponse(training, 'The model is kept as a version; the first one judges at once'),
    202: jsonResponse(training, 'wait: false; the training goes on'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_NO_ALGORITHM,
      errorCodes.E_NO_FILE,
      errorCodes.E_NO_SAMPLE,
      errorCodes.E_TRAINING,
      errorCodes.E_NO_WINDOWS,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_NOT_JSON,
      errorCodes.E_TOO_FEW_ITEMS,
      errorCodes.E_NO_LABELS,
      errorCodes.E_NOT_SAVED,
    ),
  },
} as const
const postTrain = createRoute({ ...trainRoute, path: '/train' })
const postTrainModel = createRoute({ ...trainRoute, path: '/train_model' })

const jobId = z.object({
  job_id: z.uuid().openapi({ example: '0f8fad5b-d9cb-469f-a165-70867728950e' }),
})
const jobResponses = {
  200: jsonResponse(training, 'How it stands'),
  ...problemResponses(errorCodes.E_NO_JOB),
}
const getTraining = createRoute({
  method: 'get',
  path: '/train/{job_id}',
  summary: 'How a training goes',
  request: { params: jobId },
  responses: jobResponses,
})
const deleteTraining = createRoute({
  method: 'delete',
  path: '/train/{job_id}',
  summary: 'Cancel a training; the model stays as it was',
  request: { params: jobId },
  responses: jobResponses,
})

export function trainingRoutes(context: CaptureContext) {
  const { trainer, holder, now } = context

  async function train(sent: TrainingRequest): Promise<z.infer<typeof training>> {
    // Where no body was sent, no validator has filled in what is left open.
    const request = sent.wait === undefined ? trainingRequest.parse({}) : sent
    if (request.items) return trainItems(request.items, request.contamination)
    const { author, activate, accept_concerns: acceptsConcerns } = request
    const task = await resolveTraining(request, context)
    const wish = { author, activate, acceptsConcerns }
    const job = trainer.start(task, keepTrained(task, wish, context))
    if (request.wait) await job.over
    const { error } = job.progress
    if (request.wait && error) throw error
    return describe(job)
  }

  async function trainItems(
    items: NonNullable<TrainingRequest['items']>,
    contamination = itemContamination,
  ): Promise<z.infer<typeof training>> {
    const options = { features: itemFeatures, contamination, now: now() }
    const model = summarize(await holder.train(items.map(itemRow), options))
    const message = `the model of items is trained on ${items.length}`
    const none = { job_id: null, version: null, preview: null, error: null }
    return { ...none, state: 'done', progress: 1, model, message }
  }

  return createRouter()
    .openapi(postTrain, async (c) => {
      const answer = await train(c.req.valid('json'))
      return c.json(answer, answer.state === 'running' ? 202 : 200)
    })
    .openapi(postTrainModel, async (c) => {
      const answer = await train(c.req.valid('json'))
      return c.json(answer, answer.state === 'running' ? 202 : 200)
    })
    .openapi(getTraining, (c) => c.json(describe(trainer.find(c.req.valid('param').job_id)), 200))
    .openapi(deleteTraining, async (c) =>
      c.json(describe(await trainer.cancel(c.req.valid('param').job_id)), 200),
    )
}

function describe({ jobId, progress: job }: TrainingJob): z.infer<typeof training> {
  const { state, progress, kept, error } = job
  return {
    job_id: jobId,
    state,
    progress,
    model: kept ? describeModel(kept.model) : null,
    version: kept ? listed(kept.version, { ...kept, active: kept.isActive }) : null,
    preview: kept?.preview ?? null,
    error: error instanceof AppError ? error.toJSON().error : null,
    message: kept ? outcomeOf(kept) : `it is ${state}`,
  }
}

function describeModel(model: HostModel): z.infer<typeof trainedModel> {
  const { source, name, captures } = model.origin
  return { ...describeHostModel(model), source, name, captures }
}
