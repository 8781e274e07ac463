import { createRoute, z } from '@hono/zod-openapi'
import {
  createRouter,
  jsonResponse,
  limitBody,
  optionalJson,
  problemResponses,
} from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import { secondStageVersion } from '../second-stage/second-stage-version.ts'
import {
  decisionCountMin,
  type SecondStages,
  secondStageCountMax,
} from '../second-stage/second-stages.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import { plainText } from './query-values.ts'

export interface SecondStageRoutesContext {
  readonly secondStages: SecondStages
}

const state = z
  .object({
    decisions: z.object({ confirmed: z.int(), false_positives: z.int() }),
    /** Of each class, before anything can be learned. */
    decisions_needed: z.int(),
    /** The version that acts; null while the second stage is off. */
    active: z.string().nullable(),
    count_max: z.int(),
    versions: z.array(secondStageVersion),
  })
  .openapi('SecondStage', {
    example: {
      decisions: { confirmed: 31, false_positives: 4 },
      decisions_needed: 10,
      active: null,
      count_max: 20,
      versions: [],
    },
  })

const training = z
  .strictObject({ author: plainText(100).trim().min(1).default('operator') })
  .openapi('SecondStageTraining', { example: { author: 'ana' } })

const activation = z
  .strictObject({
    /** Switch it on although it orders the decided alerts no better. */
    accept_worse: z.boolean().default(false),
  })
  .openapi('SecondStageActivation', { example: { accept_worse: false } })

const middleware = [limitBody(smallBodyBytesMax), optionalJson]
const bodyOf = <T extends z.ZodType>(schema: T) => ({
  body: { content: { 'application/json': { schema } } },
})
const bodyProblems = [
  errorCodes.E_INVALID_INPUT,
  errorCodes.E_BAD_JSON,
  errorCodes.E_NOT_JSON,
  errorCodes.E_BODY_TOO_LARGE,
  errorCodes.E_NOT_SAVED,
]

const getSecondStage = createRoute({
  method: 'get',
  path: '/second-stage',
  summary: 'What decisions on alerts teach: how many there are, versions with figures, which acts',
  responses: { 200: jsonResponse(state, 'The newest version first') },
})

const trainSecondStage = createRoute({
  method: 'post',
  path: '/second-stage/train',
  summary: 'Learn from confirmed alerts and false positives; nothing acts before it is activated',
  middleware,
  request: bodyOf(training),
  responses: {
    200: jsonResponse(secondStageVersion, 'A version, with what it would have changed'),
    ...problemResponses(...bodyProblems, errorCodes.E_TOO_FEW_DECISIONS),
  },
})

const activateSecondStage = createRoute({
  method: 'post',
  path: '/second-stage/{version_id}/activate',
  summary: 'Let a version raise and lower severities from now on',
  middleware,
  request: {
    params: z.object({ version_id: z.string().regex(/^[0-9a-f]{12}$/) }),
    ...bodyOf(activation),
  },
  responses: {
    200: jsonResponse(secondStageVersion, 'It acts on alerts that get a detection'),
    ...problemResponses(...bodyProblems, errorCodes.E_NO_SECOND_STAGE, errorCodes.E_NOT_BETTER),
  },
})

const switchOff = createRoute({
  method: 'post',
  path: '/second-stage/off',
  summary: 'Switch the second stage off; its versions stay',
  responses: {
    200: jsonResponse(state, 'Severities are those of the detectors, from the next detection on'),
    ...problemResponses(errorCodes.E_NOT_SAVED),
  },
})

const rollBack = createRoute({
  method: 'post',
  path: '/second-stage/roll_back',
  summary: 'Go back to what acted before: an earlier version, or none',
  responses: {
    200: jsonResponse(state, 'What acts again'),
    ...problemResponses(errorCodes.E_NOT_SAVED),
  },
})

/** What people decided, learned; without a body the defaults hold: see `second-stage/`. */
export function secondStageRoutes({ secondStages }: SecondStageRoutesContext) {
  return createRouter()
    .openapi(getSecondStage, async (c) => c.json(await stateNow(), 200))
    .openapi(trainSecondStage, async (c) =>
      c.json(await secondStages.train(training.parse(c.req.valid('json')).author), 200),
    )
    .openapi(switchOff, async (c) => {
      await secondStages.switchOff()
      return c.json(await stateNow(), 200)
    })
    .openapi(rollBack, async (c) => {
      await secondStages.rollBack()
      return c.json(await stateNow(), 200)
    })
    .openapi(activateSecondStage, async (c) => {
      const { accept_worse: acceptsWorse } = activation.parse(c.req.valid('json'))
      const { version_id } = c.req.valid('param')
      return c.json(await secondStages.activate(version_id, { acceptsWorse }), 200)
    })

  async function stateNow(): Promise<z.infer<typeof state>> {
    const versions = [...secondStages.list]
    return {
      decisions: await secondStages.decisionCounts(),
      decisions_needed: decisionCountMin,
      active: versions.find(({ active }) => active)?.version_id ?? null,
      count_max: secondStageCountMax,
      versions,
    }
  }
}
