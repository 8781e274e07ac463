import { expect, test } from 'vitest'
import { Random } from '../../simulate/random.ts'
import { combinedChance, falseAlarmRateMax } from './truncated-product.ts'

test.each([
  ['none', [], 1],
  ['a vote that is too common', [0.0011], 1],
  ['one alone, at three times its chance and a little', [1e-5], 3.3e-5],
  ['two that agree', [1e-4, 1e-4], 1.99e-7],
])('%s', (_, chances, expected) => {
  expect(combinedChance(chances, 3) / expected).toBeCloseTo(1, 1)
})

test('one member is taken at its word', () => {
  for (const chance of [1e-3, 1e-6, 1e-30]) {
    expect(combinedChance([chance], 1) / chance).toBeCloseTo(1, 9)
  }
})

test('more votes, and surer ones, never make a window more ordinary', () => {
  expect(combinedChance([1e-4, 1e-3], 3)).toBeLessThan(combinedChance([1e-4], 3))
  expect(combinedChance([1e-5], 3)).toBeLessThan(combinedChance([1e-4], 3))
  expect(combinedChance([1e-300, 1e-300, 1e-300], 3)).toBeGreaterThanOrEqual(0)
})

test('ordinary windows come below a chance as often as it says', () => {
  const random = new Random('ordinary windows')
  const chance = () => random.between(0, 1)
  const windows = 400_000
  let below = 0
  for (let i = 0; i < windows; i++) {
    if (combinedChance([chance(), chance(), chance()], 3) <= 3 * falseAlarmRateMax) below++
  }
  // A member falls below the limit in 0.3 % of the windows, give or take 4 standard deviations.
  expect(Math.abs(below / windows - 3 * falseAlarmRateMax)).toBeLessThan(0.00035)
})
