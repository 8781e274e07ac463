import { expect, test } from 'vitest'
import { createAutoencoder } from './autoencoder.ts'
import { createRandom } from './random.ts'

const random = createRandom(3)
/** Two columns that belong together and a constant one. */
const rows = Array.from({ length: 400 }, () => {
  const common = random.normal()
  return [common, common + random.normal() / 10, 0]
})
const scorer = createAutoencoder().train(rows)

test('cannot reproduce what breaks the rule that it learned', () => {
  expect(scorer.score([2, -2, 0])).toBeGreaterThan(3 * scorer.score([2, 2, 0]))
})

test('lets another value of a constant column count, and not outweigh all others', () => {
  const one = scorer.score([0, 0, 1]) - scorer.score([0, 0, 0])
  expect(one).toBeGreaterThan(0.1)
  expect(one).toBeLessThan(1)
})

test('sees how far a value lies beyond all that it learned from', () => {
  expect(scorer.score([1e6, 0, 0])).toBeGreaterThan(100 * scorer.score([1e3, 0, 0]))
})
