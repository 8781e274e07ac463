/** How well scores put the rows that matter before the others. */
export interface Ranking {
  /** Chance that an anomaly scores above an ordinary row; ties count half. 0.5 is guessing. */
  readonly rocAuc: number
  /** Mean precision over the anomalies found one after another, as scikit-learn defines it. */
  readonly averagePrecision: number
}

/**
 * Both figures in one pass down the scores, highest first; rows of equal score are one step. NaN
 * for a figure that has no meaning, because the rows are all of one kind.
 * @param isAnomaly 1 for an anomaly, 0 for an ordinary row, one for each score
 */
export function rankingOf(scores: Float64Array, isAnomaly: Uint8Array): Ranking {
  const order = Uint32Array.from(scores, (_, row) => row)
  order.sort((a, b) => (scores[b] as number) - (scores[a] as number))
  const total = isAnomaly.reduce((sum, flag) => sum + flag, 0)
  let found = 0
  let passed = 0
  let wins = 0
  let precisionSum = 0
  for (let first = 0; first < order.length; ) {
    const score = scores[order[first] as number]
    let end = first
    let anomalies = 0
    while (end < order.length && scores[order[end] as number] === score) {
      anomalies += isAnomaly[order[end++] as number] as number
    }
    const others = end - first - anomalies
    passed += others
    wins += anomalies * (order.length - total - passed + others / 2)
    found += anomalies
    precisionSum += anomalies * (found / end)
    first = end
  }
  return {
    rocAuc: wins / (total * (order.length - total)),
    averagePrecision: precisionSum / total,
  }
}
