import { calibrationOf } from 'step-1-skeleton'
import { describe, expect, it } from 'vitest'
import { createRandom } from './algorithms/random.ts'
import { TailProbability } from './tail-probability.ts'

/** Exponentially distributed scores: the chance of a score above s is e^-s. */
function exponentialScores(count: number): number[] {
  const random = createRandom(3)
  return Array.from({ length: count }, () => -Math.log(1 - random.next()))
}

describe('TailProbability', () => {
  it('tells chances far beyond every score that it has seen', () => {
    const tail = new TailProbability(calibrationOf(exponentialScores(20_000)))
    for (const score of [1, 3, 6, 12, 15]) {
      const log = Math.log(tail.chanceOf(score))
      expect(Math.abs(log + score)).toBeLessThan(0.15 * score)
    }
  })

  it('falls as the score rises, without a jump where the tail begins', () => {
    const tail = new TailProbability(calibrationOf(exponentialScores(5_000)))
    const chances = Array.from({ length: 3_000 }, (_, i) => tail.chanceOf(i / 100))
    for (let i = 1; i < chances.length; i++) {
      expect(chances[i]).toBeLessThanOrEqual(chances[i - 1] as number)
      expect((chances[i - 1] as number) - (chances[i] as number)).toBeLessThan(0.02)
    }
  })

  it.each([[[1]], [[2, 2, 2]], [[1, 2]]])(
    'has a chance for every score, having seen %j',
    (seen) => {
      const tail = new TailProbability(calibrationOf(seen))
      for (const score of [0, 1, 1.5, 2, 3, 1e9]) {
        expect(tail.chanceOf(score)).toBeGreaterThanOrEqual(0)
        expect(tail.chanceOf(score)).toBeLessThanOrEqual(1)
      }
    },
  )
})
