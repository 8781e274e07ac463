import { describe, expect, it } from 'vitest'
import { timelineMarks } from './timeline-marks.ts'

describe('timelineMarks', () => {
  it('places each moment between the first and the last, one mark a place', () => {
    expect(timelineMarks([20, 10, 15, 15.001], { first: 10, last: 20 })).toEqual([0, 0.5, 1])
  })

  it('keeps what lies outside at the ends', () => {
    expect(timelineMarks([0, 99], { first: 10, last: 20 })).toEqual([0, 1])
  })

  it.each([
    { first: 10, last: 10 },
    { first: 10, last: 5 },
    { first: Number.NaN, last: 5 },
  ])('has one mark where there is no span: %j', (span) => {
    expect(timelineMarks([10, 11], span)).toEqual([0])
  })

  it('is never more than can be told apart', () => {
    const times = Array.from({ length: 10_000 }, (_, index) => index)
    expect(timelineMarks(times, { first: 0, last: 9_999 }).length).toBeLessThanOrEqual(201)
  })
})
