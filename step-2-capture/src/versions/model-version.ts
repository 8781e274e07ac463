import { z } from '@hono/zod-openapi'
import { sourceKind } from '../pcap/source-kind.ts'
import { attackMark } from '../run/attack-mark.ts'
import { windowFigures } from './window-figures.ts'

/** 12 hexadecimal digits, the head of the model's hash; the shipped model says that it is. */
export const modelId = z
  .string()
  .regex(/^(default-)?[0-9a-f]{12}$/, 'a model_id is 12 hexadecimal digits')
  .openapi({ example: '3f0c9a51b7de' })

/** Everything that is said of a version beside what the model learned. */
export const modelVersion = z
  .object({
    model_id: modelId,
    kind: z.enum(['window', 'sequence']),
    algorithm: z.string(),
    /** What it was called when it was trained. */
    name: z.string(),
    made_by: z.enum(['training', 'import', 'shipped']),
    author: z.string(),
    made_at: z.iso.datetime(),
    /** The kind of traffic that it learned from. */
    source: sourceKind,
    captures: z.array(z.string()),
    /** The run whose windows it learned from; null where it learned from something else. */
    run_id: z.string().nullable(),
    /** SHA-256 of the rows that it learned from and of those held out; null for an import. */
    data_hash: z.string().nullable(),
    contamination: z.number(),
    sample_rate: z.number().nullable(),
    seed: z.number().int(),
    /** Of a model of sequences `learned` counts sequences; an import holds nothing out. */
    windows: z.object({ learned: z.number().int(), held_out: z.number().int() }),
    /** How it judges the windows that it did not learn from, with the options of that time. */
    held_out: windowFigures.nullable(),
    /** What behaviours and signatures stated of what it learned from; null where that is not known. */
    attacks: z.array(attackMark).nullable(),
    /** Of its file. */
    bytes: z.number().int(),
    /** SHA-256 of its file. */
    hash: z.string(),
  })
  .openapi('ModelVersion')
export type ModelVersion = z.infer<typeof modelVersion>

/** What a version has before it is on disk. */
export type VersionDraft = Omit<ModelVersion, 'bytes' | 'hash'>

/** As the API describes a version. */
export const versionExample: ModelVersion = {
  model_id: '3f0c9a51b7de',
  kind: 'window',
  algorithm: 'ensemble',
  name: 'host windows',
  made_by: 'training',
  author: 'ana',
  made_at: '2026-01-14T09:00:00.000Z',
  source: 'live',
  captures: ['eth0'],
  run_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  data_hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  contamination: 0.0005,
  sample_rate: 1,
  seed: 1,
  windows: { learned: 4_020, held_out: 1_000 },
  held_out: { windows: 1_000, unusual: 1, unusual_share: 0.001, score_median: 0.5, score_max: 1 },
  attacks: [],
  bytes: 812_345,
  hash: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
}
