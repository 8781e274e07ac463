import { expect, it } from 'vitest'
import { RestartPauses } from './restart-pauses.ts'

it('waits longer after each failure, and begins anew once it ran for a minute', () => {
  let nowMs = 0
  const pauses = new RestartPauses(() => nowMs)
  const next = () => pauses.nextMs() / 1_000
  expect([next(), next(), next(), next(), next(), next(), next()]).toEqual([1, 2, 4, 8, 16, 30, 30])
  pauses.opened()
  nowMs += 59_999
  expect(next()).toBe(30)
  pauses.opened()
  nowMs += 60_000
  expect([next(), next()]).toEqual([1, 2])
})
