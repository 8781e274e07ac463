import { expect, test } from 'vitest'
import { createForest } from './forest.ts'
import { depthLimit, meanPathLength } from './isolation-tree.ts'

/** 400 rows on a curve, a constant column, and row 13 far away from all others. */
const rows = Array.from({ length: 400 }, (_, i) =>
  i === 13 ? [9, -4, 7] : [Math.sin(i * 1.7) * 2, Math.cos(i * 0.37) + i / 200, 7],
)

/** scikit-learn 1.2.1: IsolationForest(n_estimators=500, max_samples=256), mean of 10 seeds. */
const sklearnScores = [
  [0, 0.4566],
  [13, 0.7975],
  [57, 0.5134],
  [100, 0.4622],
  [199, 0.4652],
  [250, 0.4592],
  [399, 0.4538],
] as const

test.each([
  [1, 0],
  [2, 1],
  [3, 1.207392357589623],
  [10, 3.748880484475504],
  [256, 10.244770920119917],
])('c(%i) is %f, as in scikit-learn', (count, expected) => {
  expect(meanPathLength(count)).toBeCloseTo(expected, 12)
})

test.each([
  [2, 1],
  [255, 8],
  [256, 8],
  [257, 9],
])('a sample of %i rows grows trees of at most depth %i', (sampleCount, depth) => {
  expect(depthLimit(sampleCount)).toBe(depth)
})

test('scores rows as scikit-learn does', () => {
  const forests = [1, 2, 3, 4, 5].map((seed) => createForest({ treeCount: 2000, seed }).train(rows))
  for (const [index, expected] of sklearnScores) {
    const scores = forests.map((forest) => forest.score(rows[index]!))
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    // Both means are of thousands of random trees, and still have a deviation of about 0.002.
    expect(Math.abs(mean - expected)).toBeLessThan(0.006)
  }
})

test('gives every row the score 0.5 when all training rows are equal', () => {
  const scorer = createForest().train(Array.from({ length: 300 }, () => [1, 2]))
  expect(scorer.score([1, 2])).toBeCloseTo(0.5, 12)
  expect(scorer.score([1e9, -1e9])).toBeCloseTo(0.5, 12)
})

test('blames the column that is off and not the constant one', () => {
  const { contributions } = createForest().train(rows).explain!([0, 30, 7])
  expect(contributions[1]).toBeGreaterThan(Math.abs(contributions[0]!))
  expect(contributions[2]).toBeCloseTo(0, 12)
})

test('learns other trees from another seed and the same from the same', () => {
  const state = (seed: number) => JSON.stringify(createForest({ seed }).train(rows).toState())
  expect(state(1)).toBe(state(1))
  expect(state(1)).not.toBe(state(2))
})

test('refuses a forest that would not fit its bound', () => {
  expect(() => createForest({ treeCount: 10_000 })).toThrow(
    expect.objectContaining({ code: 'E_MODEL_TOO_LARGE' }),
  )
})
