import { describe, expect, it } from 'vitest'
import { RowSample } from './row-sample.ts'

function gather(count: number, options: { sampleRate?: number; countMax?: number; seed?: number }) {
  const windows = new RowSample({ seed: 1, sampleRate: 1, ...options })
  for (let index = 0; index < count; index++) windows.add(Float64Array.of(index))
  return windows.rows.map(([index]) => index as number)
}

describe('RowSample', () => {
  it('keeps every window while there is room, as a copy', () => {
    const row = Float64Array.of(1)
    const windows = new RowSample({ seed: 1, sampleRate: 1 })
    windows.add(row)
    row[0] = 2
    windows.add(row)
    expect(windows.rows.map(([value]) => value)).toEqual([1, 2])
  })

  it('keeps a fair sample of more windows than there is room for', () => {
    const rows = gather(20_000, { countMax: 1_000 })
    expect(rows).toHaveLength(1_000)
    expect(new Set(rows).size).toBe(1_000)
    const mean = rows.reduce((sum, index) => sum + index, 0) / rows.length
    expect(Math.abs(mean - 10_000)).toBeLessThan(800)
  })

  it('looks at the requested share of the windows, the same ones each time', () => {
    const rows = gather(10_000, { sampleRate: 0.1 })
    expect(Math.abs(rows.length - 1_000)).toBeLessThan(120)
    expect(gather(10_000, { sampleRate: 0.1 })).toEqual(rows)
    expect(gather(10_000, { sampleRate: 0.1, seed: 2 })).not.toEqual(rows)
  })
})
