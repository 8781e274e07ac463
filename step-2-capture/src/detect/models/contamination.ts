import { type FeatureRow, type FittedDetector, scoreAll } from 'step-1-skeleton'

export interface ContaminationOptions {
  /** Share of the rows that may be attacks, 0 to 0.5. */
  readonly contamination: number
  /** How often the choice of rows is made anew. */
  readonly roundCount: number
}

/**
 * Learns from rows of which some may be attacks: learns from all of them,
 * leaves out that share of them that looks strangest, learns again, and so on. These are the
 * concentration steps of the minimum covariance determinant (Rousseeuw and Van Driessen 1999).
 */
export function keepOrdinary(
  rows: readonly FeatureRow[],
  { contamination, roundCount }: ContaminationOptions,
  learn: (rows: readonly FeatureRow[]) => FittedDetector,
): FittedDetector {
  const keptCount = Math.max(2, Math.ceil(rows.length * (1 - contamination)))
  let fitted = learn(rows)
  if (keptCount >= rows.length) return fitted
  for (let round = 0; round < roundCount; round++) {
    const scores = scoreAll(fitted, rows)
    const limit = scores.toSorted()[keptCount - 1] as number
    fitted = learn(rows.filter((_, index) => (scores[index] as number) <= limit))
  }
  return fitted
}
