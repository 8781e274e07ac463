import { createRoute, z } from '@hono/zod-openapi'
import { AppError, createRouter, jsonResponse, problemResponses } from 'step-3-persistence'
import { errorCodes } from '../error-codes.ts'
import {
  type ExerciseState,
  exerciseState,
  type LearnMaterial,
  learnMaterial,
  readMaterial,
  readProgress,
} from './learn-material.ts'

export interface LearnSource {
  /** The folder with the learner's own files, below the workspace. */
  readonly ownFolder: string
  /** Whether this server runs them in the product's place. */
  readonly runsOwnFiles: boolean
}

const exercise = learnMaterial.shape.exercises.element.extend({ state: exerciseState })

const learnPage = learnMaterial
  .extend({
    exercises: z.array(exercise),
    /** Whose code this server runs. */
    runs: z.enum(['product', 'own']),
    next: z.object({ id: z.string(), command: z.string() }).nullable(),
  })
  .openapi('Learn', {
    example: {
      exercises: [
        {
          id: 'udp',
          step: 2,
          title: 'Decode a UDP header',
          minutes: 20,
          file: 'step-2-capture/my/decode/udp.ts',
          state: 'started',
        },
      ],
      glossary: [{ group: 'Networks', term: 'port', text: 'A number.', example: '443' }],
      forest: { items: [{ size: 66, proto: 6, strangeness: 0.2 }], cuts: [] },
      packet: { bytes: [0], fields: [] },
      runs: 'product',
      next: { id: 'udp', command: 'npm run learn -- check udp' },
    },
  })

const getLearn = createRoute({
  method: 'get',
  path: '/learn',
  summary: 'The exercises and how far the learner is, the words, and two things to play with',
  responses: {
    200: jsonResponse(learnPage, 'What the page of the course shows'),
    ...problemResponses(errorCodes.E_NO_COURSE),
  },
})

export type Learn = z.infer<typeof learnPage>
export type LearnRoutes = ReturnType<typeof learnRoutes>

export function learnRoutes({ ownFolder, runsOwnFiles }: LearnSource) {
  return createRouter().openapi(getLearn, async (c) => {
    const material = await readMaterial()
    if (!material) {
      throw new AppError(errorCodes.E_NO_COURSE, 'the material of the course is not here', {
        fix: 'Start the server in a clone of the project.',
      })
    }
    const states = await readProgress(ownFolder)
    const exercises = material.exercises.map((one) => ({
      ...one,
      state: states[one.id] ?? ('new' as const),
    }))
    const runs = runsOwnFiles ? ('own' as const) : ('product' as const)
    return c.json({ ...material, exercises, runs, next: nextOf(exercises) }, 200)
  })
}

type Exercise = LearnMaterial['exercises'][number] & { readonly state: ExerciseState }

/** The first that is begun and not passed, else the first that is new. */
function nextOf(exercises: readonly Exercise[]) {
  const next =
    exercises.find(({ state }) => state === 'started') ??
    exercises.find(({ state }) => state === 'new')
  if (!next) return null
  const verb = next.state === 'started' ? 'check' : 'start'
  return { id: next.id, command: `npm run learn -- ${verb} ${next.id}` }
}
