import { createRoute, z } from '@hono/zod-openapi'
import {
  AppError,
  createRouter,
  jsonResponse,
  problemResponses,
  requireJson,
  version,
} from 'step-1-skeleton'
import { errorCodes } from '../../error-codes.ts'
import { compareEvaluations, evaluationComparison } from '../../evaluate/compare-evaluations.ts'
import { evaluationRecord } from '../../evaluate/evaluation-record.ts'
import { evaluationCountMax } from '../../evaluate/evaluations.ts'
import type { LabelledCapture } from '../../evaluate/labelled-captures.ts'
import { sampleCaptures } from '../../evaluate/sample-captures.ts'
import { fileId } from '../../upload/upload-store.ts'
import { modelId } from '../../versions/model-version.ts'
import type { CaptureContext } from '../capture-context.ts'

const address = z.string().min(1).max(64)

/** Captures of one evaluation; the record of each takes some 200 B. */
const captureCountMax = 200

/** An uploaded capture with its label: who attacked how and when, or that all of it is ordinary. */
const labelledFile = z.strictObject({
  file_id: fileId,
  benign: z.boolean().default(false),
  attack: z.string().max(200).default('attack'),
  attackers: z.array(address).max(64).default([]),
  /** Seconds after the first packet. */
  window: z
    .tuple([z.number().min(0), z.number().min(0)])
    .refine(([start, end]) => start <= end, { error: 'ends before it starts' })
    .optional(),
})

const evaluationRequest = z
  .strictObject({
    /** Names of samples; without any all of them. */
    samples: z.array(z.string().max(100)).min(1).max(captureCountMax).optional(),
    files: z.array(labelledFile).min(1).max(captureCountMax).optional(),
    /** The version that judges beside the rules: the active one by default, null for none. */
    model_id: modelId.nullish(),
    /** `learned`: the model alone. */
    detectors: z.enum(['all', 'learned']).default('all'),
    author: z.string().trim().min(1).max(100).default('operator'),
    /** false: answer at once; GET /api/evaluations/{evaluation_id} says how it goes. */
    wait: z.boolean().default(true),
  })
  .refine(({ samples, files }) => !(samples && files), { error: 'names samples beside files' })
  .openapi('EvaluationRequest', { example: { samples: ['port-scan', 'ordinary'], wait: true } })
type EvaluationRequest = z.infer<typeof evaluationRequest>

const postEvaluation = createRoute({
  method: 'post',
  path: '/evaluations',
  summary: 'Measure the detectors, and a model with them, on captures with labels',
  middleware: [requireJson] as const,
  request: {
    body: { required: true, content: { 'application/json': { schema: evaluationRequest } } },
  },
  responses: {
    200: jsonResponse(evaluationRecord, 'What was found, how late, and what was a false alarm'),
    202: jsonResponse(evaluationRecord, 'wait: false; the evaluation goes on'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_NOT_JSON,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_NO_SAMPLE,
      errorCodes.E_NO_FILE,
      errorCodes.E_NO_VERSION,
      errorCodes.E_MODEL_DAMAGED,
      errorCodes.E_EVALUATING,
      errorCodes.E_SAME_NAME,
    ),
  },
})

const list = z
  .object({
    count: z.number().int(),
    count_max: z.number().int(),
    evaluations: z.array(evaluationRecord),
  })
  .openapi('Evaluations', { example: { count: 0, count_max: 50, evaluations: [] } })

const getEvaluations = createRoute({
  method: 'get',
  path: '/evaluations',
  summary: 'The evaluations that are kept, with their parameters and figures',
  responses: { 200: jsonResponse(list, 'The newest first') },
})

const ofEvaluation = z.object({
  evaluation_id: z.uuid().openapi({ example: '0f8fad5b-d9cb-469f-a165-70867728950e' }),
})
const notFound = problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_NO_EVALUATION)

const getEvaluation = createRoute({
  method: 'get',
  path: '/evaluations/{evaluation_id}',
  summary: 'One evaluation, and how far it is',
  request: { params: ofEvaluation },
  responses: { 200: jsonResponse(evaluationRecord, 'How it stands'), ...notFound },
})

const compareRoute = createRoute({
  method: 'get',
  path: '/evaluations/{evaluation_id}/compare/{other_id}',
  summary: 'Two evaluations side by side: parameters, figures, and the captures judged otherwise',
  request: { params: ofEvaluation.extend({ other_id: ofEvaluation.shape.evaluation_id }) },
  responses: {
    200: jsonResponse(evaluationComparison, 'Of the captures that both measured'),
    ...notFound,
    ...problemResponses(errorCodes.E_NO_FIGURES),
  },
})

const deleted = z
  .object({ deleted: z.literal(true), evaluation_id: z.uuid() })
  .openapi('DeletedEvaluation', {
    example: { deleted: true, evaluation_id: '0f8fad5b-d9cb-469f-a165-70867728950e' },
  })

const deleteEvaluation = createRoute({
  method: 'delete',
  path: '/evaluations/{evaluation_id}',
  summary: 'Delete an evaluation that has ended',
  request: { params: ofEvaluation },
  responses: {
    200: jsonResponse(deleted, 'It is gone'),
    ...notFound,
    ...problemResponses(errorCodes.E_EVALUATING, errorCodes.E_NOT_SAVED),
  },
})

export function evaluationRoutes({
  evaluations,
  versions,
  samples,
  uploads,
  detectorConfig,
  rules,
}: CaptureContext) {
  return createRouter()
    .openapi(postEvaluation, async (c) => {
      const request = c.req.valid('json')
      const { detectors, author, wait } = request
      const captures = await capturesOf(request)
      const model_id =
        request.model_id === undefined ? versions.activeVersion?.model_id : request.model_id
      const model = model_id ? (await versions.load(model_id)).model.toBundle() : null
      const { settings } = detectorConfig()
      const texts = detectors === 'all' ? rules.texts : null
      const { evaluationId, over } = evaluations.start(
        { captures, model, detectors, settings, rules: texts },
        {
          author,
          parameters: {
            captures: captures.map(({ file }) => file),
            model_id: model_id ?? null,
            detectors,
            settings: { ...settings },
            rules: texts?.stamp ?? null,
            program_version: version,
          },
        },
      )
      if (wait) await over
      return c.json(evaluations.find(evaluationId), wait ? 200 : 202)
    })
    .openapi(getEvaluations, (c) => {
      const kept = [...evaluations.list]
      return c.json({ count: kept.length, count_max: evaluationCountMax, evaluations: kept }, 200)
    })
    .openapi(getEvaluation, (c) =>
      c.json(evaluations.find(c.req.valid('param').evaluation_id), 200),
    )
    .openapi(compareRoute, (c) => {
      const { evaluation_id, other_id } = c.req.valid('param')
      const [one, other] = [evaluations.find(evaluation_id), evaluations.find(other_id)]
      return c.json(compareEvaluations(one, other), 200)
    })
    .openapi(deleteEvaluation, async (c) => {
      const { evaluation_id } = c.req.valid('param')
      await evaluations.remove(evaluation_id)
      return c.json({ deleted: true as const, evaluation_id }, 200)
    })

  async function capturesOf({ samples: names, files }: EvaluationRequest) {
    const captures = files
      ? await Promise.all(files.map(uploadedCapture))
      : await sampleCaptures(samples, names)
    for (const [index, { file }] of captures.entries()) {
      if (captures.findIndex((one) => one.file === file) < index) throw sameName(file)
    }
    return captures
  }

  async function uploadedCapture(file: z.infer<typeof labelledFile>): Promise<LabelledCapture> {
    const { path, filename } = await uploads.find(file.file_id)
    return {
      file: filename,
      path,
      attack: file.attack,
      isBenign: file.benign,
      attackers: file.attackers.map((one) => one.toLowerCase()),
      attackSpan: file.window,
      benignSpan: undefined,
    }
  }
}

function sameName(name: string): AppError {
  return new AppError(errorCodes.E_SAME_NAME, `two of the captures are called ${name}`, {
    fix: 'Name each once; two evaluations are compared by the names of their captures.',
  })
}
