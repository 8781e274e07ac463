import { expect, test } from 'vitest'
import { createRandom } from './random.ts'
import { createAlgorithm } from './registry.ts'

const random = createRandom(9)
/** Two columns that belong together, and a crowd of equal attacks that break the rule. */
const ordinary = Array.from({ length: 500 }, () => {
  const common = random.normal()
  return [common + random.normal() / 5, common + random.normal() / 5]
})
const attacks = Array.from({ length: 40 }, () => [
  5 + random.normal() / 5,
  -5 + random.normal() / 5,
])
const mixed = [...ordinary, ...attacks]

test.each(['mahalanobis', 'whitened', 'autoencoder'])(
  '%s is not misled by attacks among the training rows when told that there may be some',
  (algorithm) => {
    const strangeness = (contamination: number) => {
      const scorer = createAlgorithm(algorithm, { contamination }).train(mixed)
      const typical = ordinary.reduce((sum, row) => sum + scorer.score(row), 0) / ordinary.length
      return scorer.score([5, -5]) / typical
    }
    expect(strangeness(0.1)).toBeGreaterThan(2 * strangeness(0))
  },
  30_000,
)

test.each(['mahalanobis', 'autoencoder'])(
  '%s learns from two rows of which half are left out',
  (algorithm) => {
    const scorer = createAlgorithm(algorithm, { contamination: 0.5 }).train([
      [0, 1],
      [1, 0],
    ])
    expect(Number.isFinite(scorer.score([3, 3]))).toBe(true)
  },
)
