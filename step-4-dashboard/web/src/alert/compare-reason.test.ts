import { describe, expect, it } from 'vitest'
import { compareReason } from './compare-reason.ts'

const reason = (actual: number | string, typical: number | string) => ({
  feature: 'distinct_ports',
  actual,
  typical,
  unit: 'ports',
})

describe('compareReason', () => {
  it('sets both values on one scale and says how many times the typical', () => {
    expect(compareReason(reason(212, 3))).toEqual({
      name: 'distinct ports',
      actual: '212 ports',
      typical: '3 ports',
      bars: { actual: 1, typical: 3 / 212 },
      factor: '71×',
      contribution: null,
    })
  })

  it.each([
    [3, 2, '1.5×'],
    [3, 3, ''],
    [2, 3, ''],
    [5, 0, ''],
    [5, 0.0005, '10,000×'],
    ['TLS', 'SSH', ''],
  ])('of %j against %j says %j', (actual, typical, factor) => {
    expect(compareReason(reason(actual, typical)).factor).toBe(factor)
  })

  it.each([
    [2, 8, { actual: 0.25, typical: 1 }],
    [0, 0, null],
    [-1, 5, null],
    [Number.POSITIVE_INFINITY, 5, null],
    ['TLS', 5, null],
  ])('draws %j beside %j as %j', (actual, typical, bars) => {
    expect(compareReason(reason(actual, typical)).bars).toEqual(bars)
  })

  it('passes the share of the score on', () => {
    expect(compareReason({ ...reason(1, 1), contribution: 0.4 }).contribution).toBe(0.4)
  })
})
