import { expect, test } from 'vitest'
import { createMahalanobis, createWhitened } from './mahalanobis.ts'
import { toMatrix } from './training-rows.ts'
import { meanOf, shrunkCovariance } from './whitening.ts'

const rows = Array.from({ length: 60 }, (_, i) =>
  i === 13
    ? [6, -4, 3]
    : [Math.sin(i * 1.7) * 2, Math.cos(i * 0.37) + i / 30, Math.sin(i * i * 0.11)],
)

test('shrinks the covariance as far as scikit-learn does', () => {
  const matrix = toMatrix(rows)
  const { shrinkage } = shrunkCovariance(matrix, meanOf(matrix))
  // scikit-learn 1.2.1: OAS().train(rows).shrinkage_
  expect(shrinkage).toBeCloseTo(0.1392190028154728, 10)
})

test.each([
  // scikit-learn 1.2.1: sqrt(OAS().train(rows).mahalanobis(row))
  { row: [0, 0, 0], distance: 0.8664624005056283 },
  { row: [1, 1.5, 0.5], distance: 1.0134358175739913 },
  { row: [6, -4, 3], distance: 5.547423626365504 },
  { row: [-2, 3, -1], distance: 2.1521502561704686 },
  { row: [20, 20, 20], distance: 33.20334115894685 },
])('finds $row as far away as scikit-learn does', ({ row, distance }) => {
  expect(createMahalanobis().train(rows).score(row)).toBeCloseTo(distance, 9)
})

/** Two columns that rise together: (3, -3) breaks that, (3, 3) only goes on. */
const correlated = Array.from({ length: 500 }, (_, i) => {
  const common = Math.sin(i * 12.9898) * 2
  return [common + Math.sin(i * 78.233) / 5, common + Math.sin(i * 37.719) / 5]
})

test.each([createMahalanobis, createWhitened])('knows that columns belong together', (create) => {
  const scorer = create().train(correlated)
  expect(scorer.score([3, -3])).toBeGreaterThan(3 * scorer.score([3, 3]))
})

test.each([createMahalanobis, createWhitened])(
  'lets another value of a constant column count as one of any other column',
  (create) => {
    const withConstant = correlated.map((row) => [...row, 7])
    const scorer = create().train(withConstant)
    const one = scorer.score([0, 0, 8])
    expect(one).toBeGreaterThan(scorer.score([0, 0, 7]) + 0.5)
    // A deviation along the other columns weighs as much: neither blind to it nor deaf to the rest.
    expect(one).toBeLessThan(scorer.score([3, -3, 7]))
  },
)
