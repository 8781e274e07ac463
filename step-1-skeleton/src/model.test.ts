import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isolationForest } from './isolation-forest.ts'
import { Model } from './model.ts'

const options = { features: ['x', 'y'], contamination: 0.05, now: new Date('2026-01-05T09:30:00Z') }
const rows = Array.from({ length: 200 }, (_, index) => [
  1000 + 50 * Math.sin(index),
  6 + Math.cos(index * 7),
])
const train = () => Model.train(isolationForest, [...rows, [9000, 60]], options)

describe('model', () => {
  it('calls about the expected share of its training rows anomalies', () => {
    const model = train()
    const anomalies = rows.filter((row) => model.score(row).is_anomaly)
    expect(anomalies.length / rows.length).toBeLessThanOrEqual(0.06)
    expect(model.score([9000, 60])).toMatchObject({ is_anomaly: true })
    expect(model.state.threshold).toBe(0.95)
  })

  it('gives many rows the scores that it gives them one by one', async () => {
    const model = train()
    expect(await model.scoreMany(rows)).toEqual(rows.map((row) => model.score(row)))
  })

  it('comes back from its own data with the same scores and the same name', async () => {
    const model = train()
    const restored = Model.restore(isolationForest, JSON.parse(JSON.stringify(model.state)))
    expect(restored.id).toBe(model.id)
    expect(await restored.scoreMany(rows)).toEqual(await model.scoreMany(rows))
  })

  it.each([
    ['too short', [1], 'E_OTHER_FEATURES'],
    ['too long', [1, 2, 3], 'E_OTHER_FEATURES'],
    ['not a number', [1, Number.NaN], 'E_NOT_FINITE'],
    ['infinite', [Number.POSITIVE_INFINITY, 1], 'E_NOT_FINITE'],
  ])('refuses a row that is %s, in training and in scoring', (_, row, code) => {
    const refusal = expect.objectContaining({ code, status: 422 })
    expect(() => Model.train(isolationForest, [...rows, row], options)).toThrow(refusal)
    expect(() => train().score(row)).toThrow(refusal)
  })

  it('gives finite scores for rows as large as numbers get', () => {
    const model = Model.train(isolationForest, [...rows, [1e308, -1e308]], options)
    for (const row of [[1e308, 1e308], [0, 0], ...rows]) {
      const { score, raw_score } = model.score(row)
      expect(Number.isFinite(raw_score) && score >= 0 && score <= 1).toBe(true)
    }
  })

  it.each([
    ['threshold', { threshold: 0 }],
    ['features', { features: ['x', 'z'] }],
    ['format', { format: 2 }],
    ['algorithm', { algorithm: 'other' }],
    ['detector', { detector: { sampleCount: 2, trees: [1] } }],
  ])('refuses data whose %s was changed', (_, change) => {
    expect(() => Model.restore(isolationForest, { ...train().state, ...change })).toThrow(
      expect.objectContaining({ code: 'E_MODEL_DAMAGED' }),
    )
  })

  it('refuses a scaler that fits other features, even with the right hash', () => {
    const other = Model.train(isolationForest, [[1], [2]], { ...options, features: ['x'] })
    // A model of one feature that claims two, hashed as Model itself would.
    const forged = { ...other.state, features: ['x', 'y'] }
    expect(() => Model.restore(isolationForest, withRightHash(forged))).toThrow(
      expect.objectContaining({ message: expect.stringContaining('scaler') }),
    )
  })

  it('refuses a calibration curve that was cut, even with the right hash', () => {
    const { state } = train()
    const calibration = { ...state.calibration, shares: state.calibration.shares.slice(1) }
    expect(() => Model.restore(isolationForest, withRightHash({ ...state, calibration }))).toThrow(
      expect.objectContaining({ message: expect.stringContaining('calibration') }),
    )
  })
})

function withRightHash<T extends { hash: string }>({ hash: _, ...rest }: T) {
  return { ...rest, hash: createHash('sha256').update(JSON.stringify(rest)).digest('hex') }
}
