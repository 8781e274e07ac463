import { type FeatureRow, type FittedDetector, scoreAll } from 'step-1-skeleton'

/** The choice of rows settles within a few rounds (Rousseeuw and Van Driessen 1999, section 3). */
const roundCount = 4

/**
 * Learns from rows of which `contamination` (0 to 0.5) may be attacks: learns from all of them,
 * leaves out that share of them that looks strangest, learns again, and so on. These are the
 * concentration steps of the minimum covariance determinant (Rousseeuw and Van Driessen 1999).
 */
export function keepOrdinary(
  rows: readonly FeatureRow[],
  contamination: number,
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
