import { expect, test } from 'vitest'
import { epochText, timeText } from './traffic-time.ts'

test.each([
  [1_700_000_000, 5, '2023-11-14T22:13:20.000000005Z', '1700000000.000000005'],
  [-1, 0, '1969-12-31T23:59:59.000000000Z', '-1.000000000'],
  [-1, 250_000_000, '1969-12-31T23:59:59.250000000Z', '-0.750000000'],
  [8.64e12, 0, '+275760-09-13T00:00:00.000000000Z', '8640000000000.000000000'],
  [8.64e12 + 1, 0, null, '8640000000001.000000000'],
])('writes %d s and %d ns', (seconds, nanoseconds, text, epoch) => {
  expect(timeText({ seconds, nanoseconds })).toBe(text)
  expect(epochText({ seconds, nanoseconds })).toBe(epoch)
})
