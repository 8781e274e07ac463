import { describe, expect, it } from 'vitest'
import { ModelFit } from './network-match.ts'

/** Windows of `hostCount` hosts in turn, of which the first `strangeCount` are strange. */
function fitAfter(windowCount: number, hostCount: number, strangeCount: number): ModelFit {
  const fit = new ModelFit()
  for (let window = 0; window < windowCount; window++) {
    const host = window % hostCount
    fit.count(host, host < strangeCount)
  }
  return fit
}

describe('ModelFit', () => {
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
    fit.forget(0)
    expect(fit.fit).toBe('fits')
  })
})
