import { describe, expect, it } from 'vitest'
import { formatAge, formatClock, formatMoment, formatSpan } from './moment.ts'

describe('moments', () => {
  it('have a day and a year, because captures may be old', () => {
    expect(formatMoment(new Date(2017, 6, 7, 9, 0, 12).getTime() / 1000)).toBe(
      '7 Jul 2017, 09:00:12',
    )
  })

  it('leave the day out where it is that of the other one', () => {
    const at = (day: number, hour: number) => new Date(2026, 0, day, hour).getTime() / 1000
    expect(formatClock(at(14, 10), at(14, 9))).toBe('10:00:00')
    expect(formatClock(at(15, 10), at(14, 9))).toBe('15 Jan 2026, 10:00:00')
  })

  it.each([null, undefined, Number.NaN, 1e18])('are a dash for %j', (epochSeconds) => {
    expect(formatMoment(epochSeconds)).toBe('–')
  })
})

describe('spans', () => {
  it.each([
    [0, '0 ms'],
    [0.0004, '0 ms'],
    [0.85, '850 ms'],
    [1, '1 s'],
    [9.96, '10 s'],
    [12.4, '12 s'],
    [59.7, '1 min'],
    [200, '3 min 20 s'],
    [3_600, '1 h'],
    [3_605, '1 h'],
    [187_200, '2 d 4 h'],
    [-1, '–'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('of %j seconds are %s', (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text)
  })
})

describe('formatAge', () => {
  it.each([
    [0, 'now'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [7_200, '2 h ago'],
    [200_000, '2 d ago'],
    [5_300_000, '2 months ago'],
    [31_557_600, '1 year ago'],
    [-1, 'in the future'],
    [Number.NaN, '–'],
  ])('of %s s is %s', (seconds, text) => expect(formatAge(1_000, 1_000 + seconds)).toBe(text))
})
