import { type FeatureRow, Model, type Scorer, scoreAll } from 'step-1-skeleton'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from './random.ts'
import { algorithms, createAlgorithm } from './registry.ts'

/*
 * What every model promises, run against each of them.
 */

const random = createRandom(5)
/** Two columns that belong together, one of its own, one constant; as standard scores. */
const rows: number[][] = Array.from({ length: 400 }, () => {
  const common = random.normal()
  return [common, common + random.normal() / 4, random.normal(), 0]
})
const strange = [
  [9, -9, 0, 0],
  [0, 0, 12, 0],
  [-8, 8, -9, 0],
]
const now = new Date('2026-01-02T03:04:05Z')
const training = { features: ['a', 'b', 'c', 'd'], contamination: 0.05, now }

/** Compared as a whole, because a difference would fill the screen with base64. */
function bytesOf(scorer: Scorer): string {
  return JSON.stringify(scorer.toState())
}

function code(wanted: string) {
  return expect.objectContaining({ code: wanted })
}

describe.each([...algorithms.keys()])('%s', (name) => {
  const algorithm = () => createAlgorithm(name, { seed: 4 })
  let scorer: Scorer
  beforeAll(() => {
    scorer = algorithm().train(rows)
  }, 60_000)

  test('carries the name it is found by', () => {
    expect(algorithm().name).toBe(name)
  })

  test('finds rows far away stranger than nearly all that it learned from', () => {
    const scores = scoreAll(scorer, rows)
    for (const row of strange) {
      const score = scorer.score(row)
      const above = scores.filter((other) => other >= score).length
      expect(above / rows.length).toBeLessThan(0.1)
    }
  })

  test('scores many rows as it scores each', () => {
    const some = [...strange, ...rows.slice(0, 70)]
    expect([...scoreAll(scorer, some)]).toEqual(some.map((row) => scorer.score(row)))
  })

  test('takes a score apart into contributions that add up to it', () => {
    for (const row of [...strange, ...rows.slice(0, 20), [1e9, 0, 0, 0]]) {
      const { base, contributions } = scorer.explain!(row)
      expect(contributions).toHaveLength(row.length)
      const sum = Array.from(contributions).reduce((total, part) => total + part, base)
      const score = scorer.score(row)
      expect(Math.abs(sum - score)).toBeLessThan(1e-9 * Math.max(1, Math.abs(score)))
    }
  })

  test('gives the most of it to the column that is off', () => {
    const { contributions } = scorer.explain!([0, 0, 12, 0])
    expect(Array.from(contributions).indexOf(Math.max(...Array.from(contributions)))).toBe(2)
  })

  test('learns the same bytes from the same rows and seed', () => {
    const again = algorithm().train(rows)
    expect(bytesOf(again) === bytesOf(scorer)).toBe(true)
  })

  test('is the same after saving and loading', () => {
    const restored = algorithm().restore(JSON.parse(JSON.stringify(scorer.toState())))
    const some = [...strange, ...rows.slice(0, 20)]
    expect([...scoreAll(restored, some)]).toEqual([...scoreAll(scorer, some)])
    expect(bytesOf(restored) === bytesOf(scorer)).toBe(true)
  })

  test('refuses any file in which a part is missing or of another kind', () => {
    for (const state of damagedCopies(scorer.toState())) {
      expect(() => algorithm().restore(state)).toThrow(code('E_MODEL_DAMAGED'))
    }
  })

  test.each([
    ['no rows', [], 'E_TOO_FEW_ITEMS'],
    ['one row', [[1, 2]], 'E_TOO_FEW_ITEMS'],
    ['rows of no numbers', [[], []], 'E_TOO_FEW_ITEMS'],
    ['rows of different lengths', [[1, 2], [1], [1, 2]], 'E_RAGGED_ROWS'],
    [
      'NaN',
      [
        [1, 2],
        [Number.NaN, 2],
      ],
      'E_NOT_FINITE',
    ],
    [
      'an infinity',
      [
        [1, 2],
        [1, Number.NEGATIVE_INFINITY],
      ],
      'E_NOT_FINITE',
    ],
    ['too many columns', [new Array(1025).fill(0), new Array(1025).fill(1)], 'E_TOO_MANY_COLUMNS'],
  ])('refuses to learn from %s', (_, bad, wanted) => {
    expect(() => algorithm().train(bad)).toThrow(code(wanted))
  })

  test.each([
    ['too few numbers', [1, 2, 3], 'E_RAGGED_ROWS'],
    ['too many numbers', [1, 2, 3, 4, 5], 'E_RAGGED_ROWS'],
    ['NaN', [1, 2, Number.NaN, 4], 'E_NOT_FINITE'],
    ['an infinity', [1, Number.POSITIVE_INFINITY, 3, 4], 'E_NOT_FINITE'],
  ])('refuses to score a row with %s', (_, row, wanted) => {
    expect(() => scorer.score(row)).toThrow(code(wanted))
    expect(() => scorer.explain!(row)).toThrow(code(wanted))
  })

  test.each([
    [
      'two rows',
      [
        [0, 1],
        [1, 0],
      ],
    ],
    ['equal rows', Array.from({ length: 30 }, () => [3, 3])],
    ['constant columns', Array.from({ length: 30 }, (_, i) => [i % 7, 5])],
    ['the largest numbers', Array.from({ length: 30 }, (_, i) => [i, i % 2 ? 1e308 : -1e308])],
    ['one row unlike many equal ones', Array.from({ length: 300 }, (_, i) => [+(i === 7), 3])],
    ['more columns of one value than rows', [new Array(2).fill(0), new Array(2).fill(1e-12)]],
    ['the smallest numbers', Array.from({ length: 30 }, (_, i) => [i * 5e-324, 1e-300 * i])],
  ])(
    'gives finite scores, taken apart exactly, after learning from %s',
    async (_, odd) => {
      const model = Model.train(algorithm(), odd, { ...training, features: ['a', 'b'] })
      const asked: FeatureRow[] = [...odd, [0, 0], [1e308, -1e308], [-1e-308, 1e300]]
      for (const { score, raw_score } of [
        ...(await model.scoreMany(asked)),
        ...asked.map((r) => model.score(r)),
      ]) {
        expect(Number.isFinite(raw_score)).toBe(true)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(1)
      }
      for (const row of asked) {
        const { base, contributions } = model.explain(row)!
        const sum = Array.from(contributions).reduce((total, part) => total + part, base)
        const { raw_score } = model.score(row)
        expect(Math.abs(sum - raw_score)).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(raw_score)),
        )
      }
    },
    30_000,
  )

  test('lives in a model file whose hash betrays every change', () => {
    const model = Model.train(algorithm(), rows, training)
    const text = JSON.stringify(model.state)
    const restored = Model.restore(algorithm(), JSON.parse(text))
    expect(restored.score(strange[0]!)).toEqual(model.score(strange[0]!))
    expect(text.length).toBeLessThan(3_000_000)
    const tampered = text.replace(/"threshold":0.95/, '"threshold":0.99')
    expect(tampered === text).toBe(false)
    expect(() => Model.restore(algorithm(), JSON.parse(tampered))).toThrow(code('E_MODEL_DAMAGED'))
  }, 30_000)
})

test('names the algorithms that there are when asked for another', () => {
  expect(() => createAlgorithm('oracle')).toThrow(
    expect.objectContaining({ code: 'E_NO_ALGORITHM', fix: expect.stringContaining('forest') }),
  )
})

/** Copies of a state, each with one part cut, removed, or replaced by something of another type. */
function damagedCopies(state: unknown): unknown[] {
  const copies: unknown[] = [null, 'model', 7, {}, []]
  const visit = (value: unknown, replace: (part: unknown) => unknown) => {
    if (typeof value === 'string') {
      copies.push(replace(value.slice(0, (value.length >> 2) << 2).slice(0, -4)), replace(7))
    } else if (typeof value === 'number') copies.push(replace('7'), replace(null))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    for (const [key, part] of Object.entries(value)) {
      const { [key]: _, ...rest } = value as Record<string, unknown>
      copies.push(replace(rest))
      visit(part, (changed) => replace({ ...value, [key]: changed }))
    }
  }
  visit(state, (part) => part)
  return copies
}
