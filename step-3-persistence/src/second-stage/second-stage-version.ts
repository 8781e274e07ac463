import { z } from '@hono/zod-openapi'
import { kindCountMax } from './alert-features.ts'

/** A trained second stage as data. */
export const secondStageModel = z.object({
  kinds: z.array(z.string()).max(kindCountMax),
  weights: z.array(z.number()),
  intercept: z.number(),
  /** Logarithm of the odds that any decision confirms. */
  base_logit: z.number(),
})
export type SecondStageModel = z.infer<typeof secondStageModel>

/** What it would have changed, each decision judged by what was learned without its group. */
const figures = z.object({
  decisions: z.int(),
  confirmed: z.int(),
  false_positives: z.int(),
  /** Groups of alerts of one source in one capture that were left out in turn. */
  folds: z.int(),
  /** Chance that a confirmed alert ranks above a false positive, by the severity score: 0.5 is a coin. */
  ranked_right_before: z.number(),
  ranked_right_after: z.number(),
  /** Alerts of another severity than before. */
  false_positives_lowered: z.int(),
  false_positives_raised: z.int(),
  confirmed_lowered: z.int(),
  confirmed_raised: z.int(),
})
export type SecondStageFigures = z.infer<typeof figures>

const example = {
  version_id: '5f0c2a9b7e1d',
  made_at: '2026-01-14T09:00:00.000Z',
  author: 'ana',
  figures: {
    decisions: 50,
    confirmed: 31,
    false_positives: 19,
    folds: 24,
    ranked_right_before: 0.71,
    ranked_right_after: 0.83,
    false_positives_lowered: 9,
    false_positives_raised: 1,
    confirmed_lowered: 2,
    confirmed_raised: 8,
  },
  weights: [
    { feature: 'kind port_scan', weight: 0.9 },
    { feature: 'family model', weight: -0.7 },
  ],
  active: false,
}

/** A version as the API shows it, with the features that weigh most. */
export const secondStageVersion = z
  .object({
    version_id: z.string(),
    made_at: z.iso.datetime(),
    author: z.string(),
    figures,
    weights: z.array(z.object({ feature: z.string(), weight: z.number() })),
    active: z.boolean(),
  })
  .openapi('SecondStageVersion', { example })
export type SecondStageVersion = z.infer<typeof secondStageVersion>

/** A version as it is kept. */
export const keptVersion = secondStageVersion
  .omit({ weights: true, active: true })
  .extend({ model: secondStageModel })
export type KeptVersion = z.infer<typeof keptVersion>
