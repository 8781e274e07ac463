import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hostFeatures } from '../../features/host-window.ts'
import { modelRow } from '../../features/model-row.ts'
import { createRandom } from './algorithms/random.ts'
import { type ModelOrigin, type ModelScore, sealed } from './model-bundle.ts'
import { WindowModel } from './window-model.ts'

const windowFeatures: readonly string[] = hostFeatures.map(({ name }) => name)
/** Rarer than one window in ten hours of a network with ten hosts. */
const isAlarm = ({ chance }: ModelScore) => chance < 0.1 / 3600

const origin: ModelOrigin = { source: 'pcap', name: 'test', captures: ['a.pcap'], seed: 1 }

function ordinaryRows(count: number): Float64Array[] {
  const random = createRandom(7)
  return Array.from({ length: count }, () =>
    Float64Array.from(windowFeatures, () => 10 + random.normal()),
  )
}

function train(algorithm: string): WindowModel {
  const now = new Date(0)
  return WindowModel.train(ordinaryRows(500), { algorithm, contamination: 0.01, origin, now })
}

describe('WindowModel', () => {
  it.each(['forest', 'mahalanobis'])(
    'finds a window strange that is unlike all others: %s',
    (name) => {
      const model = train(name)
      const [ordinary = new Float64Array(), other] = ordinaryRows(2)
      expect(isAlarm(model.score(other ?? []))).toBe(false)
      const strange = ordinary.map((value) => value * 50)
      expect(isAlarm(model.score(strange))).toBe(true)
      expect(model.score(strange).score).toBeGreaterThan(model.score(ordinary).score)
    },
  )

  it('gives the same scores after it was saved and read again', () => {
    const model = train('forest')
    const restored = WindowModel.restore(JSON.parse(JSON.stringify(model.toBundle())))
    expect(restored.origin).toEqual(origin)
    expect(restored.model.id).toBe(model.model.id)
    for (const row of ordinaryRows(20)) expect(restored.score(row)).toEqual(model.score(row))
  })

  it('explains a score by parts that add up to it, the loudest of them being what is off', () => {
    const model = train('mahalanobis')
    const [row = new Float64Array()] = ordinaryRows(1)
    const failed = windowFeatures.indexOf('failed_flows')
    row[failed] = 5_000
    const { base, contributions } = model.explain(row) ?? { base: Number.NaN, contributions: [] }
    const parts = Array.from(contributions)
    const sum = parts.reduce((total, part) => total + part, base)
    expect(sum).toBeCloseTo(model.score(row).raw_score, 9)
    expect(parts.indexOf(Math.max(...parts))).toBe(failed)
  })

  it('knows the median and the highest value of each feature over the training windows', () => {
    const { typical, highest } = train('forest').range
    for (const median of typical) expect(Math.abs(median - 10)).toBeLessThan(0.2)
    const rows = ordinaryRows(500)
    expect(highest).toEqual(windowFeatures.map((_, i) => Math.max(...rows.map((row) => row[i]!))))
  })

  it('reads the file of version 0.1, which knew medians only, and gives the same scores', () => {
    const model = train('forest')
    const { hash: _, highest: __, ...bundle } = model.toBundle()
    const { source, name, captures, seed, typical } = bundle
    const format = 'net-anomaly-window-model-1'
    const parts = [format, source, name, captures, seed, typical, bundle.model]
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
    const former = { ...bundle, format, hash }
    const restored = WindowModel.restore(JSON.parse(JSON.stringify(former)))
    expect(restored.version).toBe(model.version)
    expect(restored.range).toEqual({ typical: model.range.typical, highest: [] })
    for (const row of ordinaryRows(20)) expect(restored.score(row)).toEqual(model.score(row))
    const changed = { ...former, typical: typical.map(() => 0) }
    expect(() => WindowModel.restore(changed)).toThrow('its hash does not match')
  })

  it('finds nearly none of the windows strange that are like those it learned from', () => {
    const model = train('mahalanobis')
    const random = createRandom(99)
    const strange = Array.from({ length: 5_000 }, () =>
      windowFeatures.map(() => 10 + random.normal()),
    ).filter((row) => isAlarm(model.score(row)))
    expect(strange.length).toBeLessThanOrEqual(5)
  })

  it('is the same model when it is trained again with the same seed', () => {
    expect(train('forest').toBundle()).toEqual(train('forest').toBundle())
  })

  it.each([
    ['another source', { source: 'simulate' }],
    ['other captures', { captures: [] }],
    ['another format', { format: 'net-anomaly-window-model-3' }],
    ['no model', { model: undefined }],
    ['too few typical values', { typical: [1, 2] }],
    ['other typical values', { typical: windowFeatures.map(() => 0) }],
    ['other highest values', { highest: windowFeatures.map(() => 0) }],
    ['another hash', { hash: '0' }],
  ])('refuses a file with %s', (_, change) => {
    const bundle = { ...train('forest').toBundle(), ...change }
    expect(() => WindowModel.restore(bundle)).toThrow(
      expect.objectContaining({ code: 'E_MODEL_DAMAGED' }),
    )
  })

  it('refuses a model of other features, however well it is sealed', () => {
    const { hash: _, format: __, ...content } = train('forest').toBundle()
    const model = { ...content.model, features: content.model.features.toReversed() }
    const other = sealed('window', { ...content, model })
    expect(() => WindowModel.restore(other)).toThrow('other features')
  })

  it('looks at the logarithm of counts, and at shares as they are', () => {
    const row = modelRow(hostFeatures, new Float64Array(hostFeatures.length).fill(Math.E - 1))
    const packets = windowFeatures.indexOf('packets_sent')
    expect(row[packets]).toBeCloseTo(1)
    expect(row[windowFeatures.indexOf('tcp_share')]).toBeCloseTo(Math.E - 1)
  })
})
