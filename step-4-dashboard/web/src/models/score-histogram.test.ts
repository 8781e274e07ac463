import { describe, expect, it } from 'vitest'
import { axisStart, countTicks, outcomeOf, scoreHistogram } from './score-histogram.ts'

describe('a histogram of scores', () => {
  const countsOf = (scores: readonly number[], from: number) =>
    scoreHistogram(scores, from).map(({ count }) => count)

  it('counts each score in one span, and 1 in the last', () => {
    expect(countsOf([0, 0.19, 0.2, 0.99, 1], 0)).toEqual([2, 1, 0, 0, 2])
    expect(countsOf([0.9, 0.95, 1], 0.9)).toEqual([1, 0, 1, 0, 1])
    const bars = scoreHistogram([0.93, 0.97, 0.98], 0.5)
    expect(bars).toHaveLength(25)
    expect(bars.filter(({ count }) => count > 0).map(({ count }) => count)).toEqual([1, 1, 1])
  })

  it.each([
    [3, 5],
    [1_000, 20],
    [100_000, 50],
  ])('draws %s scores with %s bars', (count, bars) => {
    const scores = Array.from({ length: count }, (_, index) => index / count)
    expect(countsOf(scores, 0)).toHaveLength(bars)
    expect(countsOf(scores, 0).reduce((sum, one) => sum + one, 0)).toBe(count)
  })

  it.each([
    [[0.93, 0.97], 0.9],
    [[0.5, 0.97], 0.5],
    [[1], 0.9],
    [[0.04], 0],
    [[0.7], 0.7],
    [[], 0.9],
  ])('begins the axis of %j at %s', (values, from) => expect(axisStart(values)).toBe(from))

  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [42, [0, 10, 20, 30, 40, 50]],
    [100_000, [0, 20_000, 40_000, 60_000, 80_000, 100_000]],
  ])('counts up to %s by whole numbers', (highest, ticks) => {
    expect(countTicks(highest)).toEqual(ticks)
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
