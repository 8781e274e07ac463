import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrate, calibrationOf } from './calibration.ts'

describe('calibration', () => {
  it('turns a training score into the share of rows below it, half of the ties counted', () => {
    const curve = calibrationOf([0.4, 0.1, 0.2, 0.2])
    expect(calibrate(curve, 0.1)).toBe(0.125)
    expect(calibrate(curve, 0.2)).toBe(0.5)
    expect(calibrate(curve, 0.4)).toBe(0.875)
  })

  it('puts scores in the order of numbers, not of their digits', () => {
    expect(calibrationOf([10, 9, -1, -2]).rawScores).toEqual([-2, -1, 9, 10])
  })

  it('lies on the line between two training scores', () => {
    const curve = calibrationOf([0, 1])
    expect(calibrate(curve, 0.5)).toBeCloseTo((0.25 + 0.75) / 2)
  })

  it('gives 0 below the least strange training row', () => {
    expect(calibrate(calibrationOf([0.3, 0.5]), 0.29)).toBe(0)
  })

  it('keeps rising towards 1 above the strangest training row', () => {
    const curve = calibrationOf([0.1, 0.2, 0.3])
    const [top, above, far] = [0.3, 0.4, 1e9].map((raw) => calibrate(curve, raw)) as [
      number,
      number,
      number,
    ]
    expect(top).toBeLessThan(above)
    expect(above).toBeLessThan(far)
    expect(far).toBeLessThanOrEqual(1)
  })

  it('approaches 1 in the measure of the upper half of the scores', () => {
    expect(calibrate(calibrationOf([0, 1, 2, 4]), 7)).toBe(0.9375)
  })

  it('knows one score only, when all rows were alike', () => {
    const curve = calibrationOf(new Array(50).fill(0.7))
    expect([0.6, 0.7].map((raw) => calibrate(curve, raw))).toEqual([0, 0.5])
    expect(calibrate(curve, 0.8)).toBeGreaterThan(0.5)
    expect(calibrate(curve, 0.9)).toBeGreaterThan(calibrate(curve, 0.8))
  })

  it('stays small and exact at the strange end for a million rows', () => {
    const scores = Float64Array.from({ length: 1_000_000 }, (_, index) => index / 1_000_000)
    const curve = calibrationOf(scores)
    expect(curve.rawScores.length).toBeLessThanOrEqual(1024)
    expect(calibrate(curve, 0.5)).toBeCloseTo(0.5, 3)
    expect(calibrate(curve, 0.9999)).toBeCloseTo(0.9999, 6)
  })

  it('never falls when the raw score rises, and stays from 0 to 1', () => {
    const raw = fc.double({ min: -10, max: 10, noNaN: true })
    fc.assert(
      fc.property(fc.array(raw, { minLength: 1, maxLength: 50 }), raw, raw, (scores, a, b) => {
        const curve = calibrationOf(scores)
        const low = calibrate(curve, Math.min(a, b))
        const high = calibrate(curve, Math.max(a, b))
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(high)
      }),
    )
  })
})
