import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from '@hono/zod-openapi'

/** What the page of the course shows; `npm run docs` makes it from the exercises and the code. */
export const learnMaterial = z.object({
  exercises: z.array(
    z.object({
      id: z.string(),
      step: z.number().int(),
      title: z.string(),
      minutes: z.number().int(),
      file: z.string(),
    }),
  ),
  glossary: z.array(
    z.object({ group: z.string(), term: z.string(), text: z.string(), example: z.string() }),
  ),
  forest: z.object({
    /** The sample of step 1; `strangeness` is the share of the items that are less strange. */
    items: z.array(z.object({ size: z.number(), proto: z.number(), strangeness: z.number() })),
    /** The cuts of one tree, from the root down, and the part of the plane that each divides. */
    cuts: z.array(
      z.object({
        feature: z.enum(['size', 'proto']),
        value: z.number(),
        within: z.object({
          size: z.tuple([z.number(), z.number()]),
          proto: z.tuple([z.number(), z.number()]),
        }),
      }),
    ),
  }),
  packet: z.object({
    bytes: z.array(z.number().int()),
    fields: z.array(
      z.object({
        name: z.string(),
        offset: z.number().int(),
        length: z.number().int(),
        value: z.string(),
      }),
    ),
  }),
})
export type LearnMaterial = z.infer<typeof learnMaterial>

const states = ['new', 'started', 'passed'] as const

/** What `npm run learn` notes after each command: the state of each exercise. */
const progress = z.object({ states: z.record(z.string(), z.enum(states)).default({}) })

export const exerciseState = z.enum(states)
export type ExerciseState = z.infer<typeof exerciseState>

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The material of the course; undefined where the product was installed without it. */
export async function readMaterial(): Promise<LearnMaterial | undefined> {
  const text = await readFile(join(root, 'docs/learn.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : learnMaterial.parse(JSON.parse(text))
}

/** The states of the exercises that a learner has begun, as `npm run learn` saw them last. */
export async function readProgress(folder: string): Promise<Record<string, ExerciseState>> {
  const text = await readFile(join(root, folder, 'progress.json'), 'utf8').catch(() => '{}')
  const parsed = progress.safeParse(jsonOf(text))
  return parsed.success ? parsed.data.states : {}
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // It is being written.
  }
}
