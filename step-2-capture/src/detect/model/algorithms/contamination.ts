import { type FeatureRow, type Scorer, scoreAll } from 'step-1-skeleton'

/** The choice of rows settles within a few rounds (Rousseeuw and Van Driessen 1999, section 3). */
const roundCount = 4

type Learn = (rows: readonly FeatureRow[]) => Scorer

export interface ContaminationOptions {
  /** Share of the rows that may be attacks, 0 to 0.5. */
  readonly contamination: number
  /** Learns what decides which rows are left out; it may take less care than `learn`. */
  readonly draft: Learn
  readonly learn: Learn
}

/**
 * Learns from rows of which some may be attacks: learns from all of them, leaves out the share
 * that looks strangest, learns again, and so on. These are the concentration steps of the minimum
 * covariance determinant (Rousseeuw and Van Driessen, "A fast algorithm for the minimum covariance
 * determinant estimator", 1999), for any model.
 */
export function keepOrdinary(
  rows: readonly FeatureRow[],
  { contamination, draft, learn }: ContaminationOptions,
): Scorer {
  const keptCount = Math.max(2, Math.ceil(rows.length * (1 - contamination)))
  let kept = rows
  for (let round = 0; round < roundCount && keptCount < rows.length; round++) {
    const scores = scoreAll(draft(kept), rows)
    const limit = scores.toSorted()[keptCount - 1] as number
    kept = rows.filter((_, index) => (scores[index] as number) <= limit)
  }
  return learn(kept)
}
