import { expect, test } from 'vitest'
import { median, quantile } from './quantile.ts'

/** What R's `quantile(values, share)` and NumPy's `quantile` give. */
test.each<[number[], number, number]>([
  [[1, 2, 3, 4], 0, 1],
  [[1, 2, 3, 4], 0.25, 1.75],
  [[1, 2, 3, 4], 0.5, 2.5],
  [[1, 2, 3, 4], 1, 4],
  [[2, 3, 5, 8, 13], 0.75, 8],
  [[10, 20, 40], 0.9, 36],
  [[7], 0.95, 7],
  [[], 0.5, 0],
])('of %j the quantile of %d is %d', (ascending, share, expected) => {
  expect(quantile(ascending, share)).toBeCloseTo(expected, 12)
})

test.each<[number[], number]>([
  [[9, 1, 5], 5],
  [[10, 9, 1, 2], 5.5],
  [[-1, -10, 100], -1],
  [[], 0],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected)
})

test('the median leaves its values in their order', () => {
  const values = [3, 1, 2]
  median(values)
  expect(values).toEqual([3, 1, 2])
})
