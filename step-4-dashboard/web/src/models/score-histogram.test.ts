import { describe, expect, it } from 'vitest'
import { outcomeOf, scoreHistogram } from './score-histogram.ts'

describe('a histogram of scores', () => {
  it('counts each score in one span, and 1 in the last', () => {
    expect(scoreHistogram([0, 0.24, 0.25, 0.99, 1], 4).map(({ count }) => count)).toEqual([
      2, 1, 0, 2,
    ])
  })
})

describe('a threshold', () => {
  const scored = [
    { score: 0.5, epoch: 0 },
    { score: 0.9, epoch: 10 },
    { score: 0.95, epoch: 86_400 * 7 },
  ]
  it('gives what is at or above it, by the days in which anything was stated', () => {
    expect(outcomeOf(scored, 0.9)).toEqual({ count: 2, perDay: 1 })
    expect(outcomeOf(scored, 0.91)).toEqual({ count: 1, perDay: 0.5 })
  })
  it('gives no rate of nothing', () =>
    expect(outcomeOf([], 0.5)).toEqual({ count: 0, perDay: null }))
})
