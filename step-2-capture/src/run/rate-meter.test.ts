import { describe, expect, it } from 'vitest'
import { RateMeter } from './rate-meter.ts'

describe('RateMeter', () => {
  it('measures over spans of at least a second', () => {
    const meter = new RateMeter()
    expect(meter.update(100, 0)).toBe(0)
    expect(meter.update(100.5, 1_000)).toBe(0)
    expect(meter.update(102, 3_000)).toBe(1_500)
    expect(meter.update(102.9, 9_000)).toBe(1_500)
    expect(meter.update(103, 3_000)).toBe(0)
  })

  it('is neither negative nor infinite when the clock stands, jumps or runs backwards', () => {
    const meter = new RateMeter()
    const readings = [
      [0, 0],
      [0, 10],
      [1e9, 20],
      [5, 30],
      [5, 40],
      [4, 5],
      [2e9, 4],
    ] as const
    for (const [seconds, count] of readings) {
      const rate = meter.update(seconds, count)
      expect(rate).toBeGreaterThanOrEqual(0)
      expect(rate).toBeLessThan(1e6)
    }
  })
})
