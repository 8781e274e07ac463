import { expect, test } from 'vitest'
import { beliefOf, noisyOr } from './noisy-or.ts'

test.each([
  [[], 0],
  [[0.3], 0.3],
  [[0.5, 0.5], 0.75],
  [[0.2, 0.4, 0.1], 0.568],
  [[1, 0.2], 1],
])('the beliefs %j together give %d', (beliefs, expected) => {
  expect(noisyOr(beliefs)).toBeCloseTo(expected, 12)
})

test('a graver statement counts for more, and a surer one too', () => {
  const belief = (severity: 'low' | 'high', confidence: number) =>
    beliefOf({ severity, confidence })
  expect(belief('high', 0.5)).toBeGreaterThan(belief('low', 0.5))
  expect(belief('low', 0.9)).toBeGreaterThan(belief('low', 0.5))
})
