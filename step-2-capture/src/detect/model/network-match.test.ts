import { describe, expect, it } from 'vitest'
import type { HostId } from '../../flow/host-rows.ts'
import { NetworkMatch } from './network-match.ts'

/** Windows of `hostCount` hosts in turn, of which the first `strangeCount` are strange. */
function matchAfter(windowCount: number, hostCount: number, strangeCount: number): NetworkMatch {
  const match = new NetworkMatch()
  for (let window = 0; window < windowCount; window++) {
    const host = (window % hostCount) as HostId
    match.count(host, host < strangeCount)
  }
  return match
}

describe('NetworkMatch', () => {
  it.each([
    ['unknown', 359, 10, 0],
    ['matches', 360, 10, 0],
    ['matches', 360, 10, 2],
    ['differs', 360, 10, 3],
    ['matches', 1_000, 50, 5],
    ['differs', 1_000, 50, 6],
    ['differs', 10, 5, 3],
  ])('is %s after %i windows of %i hosts with %i strange', (verdict, windows, hosts, strange) => {
    expect(matchAfter(windows, hosts, strange).verdict).toBe(verdict)
  })

  it('forgets hosts whose id is given to another', () => {
    const match = matchAfter(360, 10, 3)
    match.forget(0 as HostId)
    expect(match.verdict).toBe('matches')
  })
})
