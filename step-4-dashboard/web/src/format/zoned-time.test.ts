import { describe, expect, it } from 'vitest'
import { fromZonedText, toZonedText } from './zoned-time.ts'

const summer = Date.UTC(2026, 6, 14, 9, 0, 12) / 1000

describe('a moment in a time zone', () => {
  it.each([
    ['UTC', '2026-07-14T09:00:12'],
    ['Europe/Berlin', '2026-07-14T11:00:12'],
    ['America/New_York', '2026-07-14T05:00:12'],
    ['Asia/Kathmandu', '2026-07-14T14:45:12'],
  ])('is written in %s as %s, and read back', (zone, text) => {
    expect(toZonedText(summer, zone)).toBe(text)
    expect(fromZonedText(text, zone)).toBe(summer)
  })

  it('is read on either side of a change of the clocks', () => {
    for (const text of ['2026-03-29T01:59:00', '2026-03-29T03:00:00', '2026-10-25T03:00:00']) {
      expect(toZonedText(fromZonedText(text, 'Europe/Berlin') ?? 0, 'Europe/Berlin')).toBe(text)
    }
  })

  it('is nothing where the text is none', () =>
    expect(fromZonedText('soon', 'UTC')).toBeUndefined())
})
