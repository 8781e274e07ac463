import { describe, expect, it } from 'vitest'
import type { HostId } from '../../flow/host-rows.ts'
import { NetworkMatch } from './network-match.ts'

/** Windows of `hostCount` hosts in turn, of which the first `strangeCount` are strange. */
function fitAfter(windowCount: number, hostCount: number, strangeCount: number): NetworkMatch {
  const fit = new NetworkMatch()
  for (let window = 0; window < windowCount; window++) {
    const host = (window % hostCount) as HostId
    fit.count(host, host < strangeCount)
  }
  return fit
}

describe('NetworkMatch', () => {
  it.each([
    ['unknown', 359, 10, 0],
    ['fits', 360, 10, 0],
    ['fits', 360, 10, 2],
    ['unlike', 360, 10, 3],
    ['fits', 1_000, 50, 5],
    ['unlike', 1_000, 50, 6],
    ['unlike', 10, 5, 3],
  ])('is %s after %i windows of %i hosts with %i strange', (fit, windows, hosts, strange) => {
    expect(fitAfter(windows, hosts, strange).fit).toBe(fit)
  })

  it('forgets hosts whose id is given to another', () => {
    const fit = fitAfter(360, 10, 3)
    fit.forget(0 as HostId)
    expect(fit.fit).toBe('fits')
  })
})
