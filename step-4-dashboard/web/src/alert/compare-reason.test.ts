import { describe, expect, it } from 'vitest'
import { compareReasons, formatFactor } from './compare-reason.ts'

const reason = (actual: number | string, typical: number | string) => ({
  feature: 'distinct_ports',
  actual,
  typical,
  unit: 'ports',
})
const [first] = compareReasons([reason(212, 3)])

describe('the reasons of an alert', () => {
  it('say how many times the typical each value is', () => {
    expect(first).toEqual({
      name: 'distinct ports',
      actual: '212 ports',
      typical: '3 ports',
      factor: 212 / 3,
      length: 1,
      contribution: null,
    })
  })

  it('are drawn to one scale, so that ten times is half as long as a hundred times', () => {
    const lengths = compareReasons([reason(100, 1), reason(10, 1)]).map(({ length }) => length)
    expect(lengths).toEqual([1, expect.closeTo(0.5)])
  })

  it.each([
    [3, 2, 1.5],
    [2, 3, null],
    [5, 0, null],
    ['TLS', 'SSH', null],
    [Number.POSITIVE_INFINITY, 5, null],
  ])('of %j against %j have the factor %j', (actual, typical, factor) => {
    expect(compareReasons([reason(actual, typical)])[0]?.factor).toBe(factor)
  })

  it('leave out what is as it should be, and names no typical where none was expected', () => {
    expect(compareReasons([reason(1, 1), reason(0, 0)])).toEqual([])
    expect(compareReasons([reason('rule-7', 'none')])[0]).toMatchObject({
      actual: 'rule-7',
      typical: '',
    })
  })

  it('count one thing as one', () => {
    expect(compareReasons([reason(1, 9)])[0]?.actual).toBe('1 port')
  })

  it('pass the share of the score on', () => {
    expect(compareReasons([{ ...reason(2, 1), contribution: 0.4 }])[0]?.contribution).toBe(0.4)
  })
})

it.each([
  [1.52, '1.5×'],
  [71.2, '71×'],
  [10_000, '10,000×'],
])('writes the factor %s as %s', (factor, text) => expect(formatFactor(factor)).toBe(text))
