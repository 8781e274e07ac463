import { describe, expect, it } from 'vitest'
import { kindCountMax, type MemberGroup, summarize } from './incident-summary.ts'

const member = (given: Partial<MemberGroup>): MemberGroup => ({
  kind: 'port_scan',
  status: 'new',
  count: 1,
  points: 50,
  ...given,
})
const kinds = (count: number, points: number) =>
  Array.from({ length: count }, (_, index) => member({ kind: `kind-${index}`, points }))

describe('an incident as a whole', () => {
  it.each([
    [1, 50, 50, 'medium'],
    [2, 50, 55, 'medium'],
    [3, 50, 60, 'high'],
    [5, 50, 70, 'high'],
    [9, 50, 70, 'high'],
    [4, 95, 100, 'critical'],
  ])('of %i kinds at %i points has %i and is %s', (count, points, expected, severity) => {
    expect(summarize(kinds(count, points))).toMatchObject({ points: expected, severity })
  })

  it('takes no false positive for a kind, unless there is nothing else', () => {
    const wrong = member({ kind: 'beaconing', status: 'false_positive', points: 90 })
    expect(summarize([member({}), wrong])).toMatchObject({ points: 50, kinds: ['port_scan'] })
    expect(summarize([wrong])).toMatchObject({ points: 90, status: 'false_positive' })
  })

  it('counts the alerts, and those that are open', () => {
    const members = [
      member({ count: 3 }),
      member({ count: 2, status: 'acknowledged' }),
      member({ count: 4, status: 'resolved' }),
    ]
    expect(summarize(members)).toMatchObject({ alertCount: 9, openCount: 5, status: 'new' })
  })

  it('names as many kinds as its limit', () => {
    expect(summarize(kinds(kindCountMax + 1, 10)).kinds).toHaveLength(kindCountMax)
  })
})
