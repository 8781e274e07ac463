import type { FeatureRow } from 'step-1-skeleton'
import type { Random } from './random.ts'

/** At most `countMax` different rows, drawn at random and left in their order. */
export function sampleRows(
  rows: readonly FeatureRow[],
  countMax: number,
  random: Random,
): readonly FeatureRow[] {
  let wanted = countMax
  if (rows.length <= wanted) return rows
  // Knuth's algorithm S: each row is taken with the chance that still fills the sample.
  return rows.filter((_, index) => {
    const isTaken = random.next() * (rows.length - index) < wanted
    if (isTaken) wanted--
    return isTaken
  })
}
