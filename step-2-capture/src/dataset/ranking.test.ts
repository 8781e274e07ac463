import { expect, test } from 'vitest'
import { rankingOf } from './ranking.ts'

test('agrees with scikit-learn on scores with many ties', () => {
  const rows = Array.from({ length: 60 }, (_, i) => i)
  const scores = Float64Array.from(rows, (i) => {
    return Math.round(Math.sin(i * 0.9) * 4) / 4 + (i % 7 === 0 ? 0.5 : 0)
  })
  const isAnomaly = Uint8Array.from(rows, (i) => Number(i % 7 === 0))
  // scikit-learn 1.2.1: roc_auc_score and average_precision_score.
  expect(rankingOf(scores, isAnomaly).rocAuc).toBeCloseTo(0.6220043572984749, 12)
  expect(rankingOf(scores, isAnomaly).averagePrecision).toBeCloseTo(0.2639124693454065, 12)
})

test.each([
  ['perfect', [1, 2, 3, 4], 1, 1],
  ['upside down', [4, 3, 2, 1], 0, (1 / 3 + 2 / 4) / 2],
  ['all equal', [5, 5, 5, 5], 0.5, 0.5],
])('a ranking that is %s', (_, scores, rocAuc, averagePrecision) => {
  const ranking = rankingOf(Float64Array.from(scores), Uint8Array.of(0, 0, 1, 1))
  expect(ranking.rocAuc).toBeCloseTo(rocAuc, 12)
  expect(ranking.averagePrecision).toBeCloseTo(averagePrecision, 12)
})

test('there is no figure where all rows are of one kind', () => {
  expect(rankingOf(Float64Array.of(1, 2), Uint8Array.of(0, 0)).rocAuc).toBeNaN()
})
