import { describe, expect, it } from 'vitest'
import type { HostId } from '../../flow/host-rows.ts'
import { NetworkMatch } from './network-match.ts'

const settings = { matchWindowCountMin: 360, unusualHostCountMax: 2, unusualHostShareMax: 0.1 }

/** Windows of `hostCount` hosts in turn, of which the first `unusualCount` are unusual. */
function matchAfter(windowCount: number, hostCount: number, unusualCount: number): NetworkMatch {
  const match = new NetworkMatch(settings)
  for (let window = 0; window < windowCount; window++) {
    const host = (window % hostCount) as HostId
    match.count(host, host < unusualCount)
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
  ])('is %s after %i windows of %i hosts with %i unusual', (verdict, windows, hosts, unusual) => {
    expect(matchAfter(windows, hosts, unusual).verdict).toBe(verdict)
  })

  it('forgets hosts whose id is given to another', () => {
    const match = matchAfter(360, 10, 3)
    match.forget(0 as HostId)
    expect(match.verdict).toBe('matches')
  })
})
