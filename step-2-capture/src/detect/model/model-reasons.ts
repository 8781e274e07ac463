import type { Explanation } from 'step-1-skeleton'
import type { Reason } from '../seam/detection.ts'
import type { TrainingRange } from './model-bundle.ts'

/** At most five reasons are shown. */
const reasonCountMax = 5

/** A row that a model finds unusual, and what its training rows were like. */
export interface UnusualRow {
  readonly features: readonly { readonly name: string; readonly unit: string }[]
  /** As it was measured. */
  readonly row: ArrayLike<number>
  readonly range: TrainingRange
  readonly explanation: Explanation | undefined
}

/** A feature that speaks for unusual. */
export interface FeatureReason {
  readonly index: number
  readonly reason: Reason & { readonly actual: number; readonly typical: number }
}

/** The features that speak most for unusual, in that order, each beside its median in training. */
export function featureReasons({ features, row, range, explanation }: UnusualRow): FeatureReason[] {
  const contributions = Array.from(explanation?.contributions ?? [])
  const total = contributions.reduce((sum, part) => sum + Math.max(0, part), 0)
  return contributions
    .map((contribution, index) => ({ contribution, index }))
    .filter(({ contribution }) => contribution > 0)
    .sort((a, b) => b.contribution - a.contribution)
    .slice(0, reasonCountMax)
    .map(({ contribution, index }) => {
      const { name: feature, unit } = features[index] as UnusualRow['features'][number]
      const actual = thousandths(row[index] as number)
      const typical = thousandths(range.typical[index] as number)
      const share = thousandths(contribution / total)
      return { index, reason: { feature, actual, typical, unit, contribution: share } }
    })
}

/** The score of each member of an ensemble, beside the score from which a row is unusual. */
export function voteReasons(explanation: Explanation | undefined, threshold: number): Reason[] {
  return (explanation?.votes ?? []).map(({ algorithm, score }) => ({
    feature: `vote of ${algorithm}`,
    actual: millionths(score),
    typical: millionths(threshold),
    unit: '',
  }))
}

/** Three digits after the point are enough to compare by eye. */
function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** The threshold of a model differs from 1 in the fifth digit. */
function millionths(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
