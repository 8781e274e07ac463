import { describe, expect, it } from 'vitest'
import { scaleRow, scalerOf } from './scaler.ts'

describe('scaler', () => {
  it('brings each column to mean 0 and deviation 1', () => {
    const rows = [
      [1, 100],
      [3, 300],
    ]
    const scaler = scalerOf(rows)
    expect(scaler).toEqual({ mean: [2, 200], deviation: [1, 100] })
    expect(rows.map((row) => scaleRow(scaler, row))).toEqual([
      [-1, -1],
      [1, 1],
    ])
  })

  it('leaves a constant column at zero instead of dividing by it', () => {
    const scaler = scalerOf([[7], [7], [7]])
    expect(scaleRow(scaler, [7])).toEqual([0])
    expect(scaleRow(scaler, [8])).toEqual([1])
  })

  it('keeps its digits when the mean dwarfs the deviation', () => {
    const { deviation } = scalerOf([[1e9], [1e9 + 1], [1e9 + 2]])
    expect(deviation[0]).toBeCloseTo(Math.sqrt(2 / 3), 9)
  })

  it.each([
    [1e308, -1e308],
    [Number.MAX_VALUE, 0],
    [5e-324, 0],
  ])('stays finite with %d and %d in one column', (a, b) => {
    const scaler = scalerOf([[a], [b], [1]])
    const values = [a, b, 1, 1e308].flatMap((value) => scaleRow(scaler, [value]))
    for (const value of [...scaler.mean, ...scaler.deviation, ...values]) {
      expect(Number.isFinite(value)).toBe(true)
    }
  })
})
