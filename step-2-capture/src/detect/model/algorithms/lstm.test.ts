import { beforeAll, describe, expect, test } from 'vitest'
import { scenarios } from '../../../simulate/scenarios/scenarios.ts'
import { benignLabel, type LabelledSequence } from './labelled-sequence.ts'
import { createLstm, type SequenceClassifier } from './lstm.ts'
import { createRandom } from './random.ts'

/** Three numbers a window. A scan rises step by step, a flood jumps in the last windows. */
function makeSequences(seed: number, count: number): LabelledSequence[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, index) => {
    const label = [benignLabel, 'scan', 'flood'][index % 3] as string
    const windows = Array.from({ length: 20 }, (_, step) => [
      random.normal() + (label === 'scan' ? step / 4 : 0),
      random.normal() + (label === 'flood' && step > 15 ? 6 : 0),
      random.normal(),
    ])
    return { windows, label }
  })
}

const unseen = makeSequences(2, 90)

describe('LSTM over the windows of a host', () => {
  let classifier: SequenceClassifier
  beforeAll(() => {
    classifier = createLstm({ seed: 3 }).train(makeSequences(1, 90))
  }, 60_000)

  test('tells attacks from benign hosts, and one attack from another', () => {
    const verdicts = unseen.map(({ windows }) => classifier.classify(windows))
    const right = unseen.filter(({ label }, index) => {
      return (verdicts[index]!.attack_type ?? benignLabel) === label
    })
    expect(right.length / unseen.length).toBeGreaterThan(0.9)
    for (const { is_attack, confidence, attack_type } of verdicts) {
      expect(is_attack).toBe(attack_type !== null)
      expect(confidence).toBeGreaterThanOrEqual(0.5)
      expect(confidence).toBeLessThanOrEqual(1)
    }
  })

  test('looks at the last 20 windows only', () => {
    const { windows } = unseen[1]!
    const longer = [...Array.from({ length: 30 }, () => [9, 9, 9]), ...windows]
    expect(classifier.classify(longer)).toEqual(classifier.classify(windows))
  })

  test('judges a host of which there is one window', () => {
    expect(Number.isFinite(classifier.classify([[0, 0, 0]]).confidence)).toBe(true)
  })

  test('takes the odds of an attack apart into features that add up', () => {
    const flood = unseen[2]!
    const { base, contributions } = classifier.explain(flood.windows)
    const { confidence } = classifier.classify(flood.windows)
    const sum = Array.from(contributions).reduce((total, part) => total + part, base)
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(confidence, 6)
    expect(contributions[1]).toBeGreaterThan(Math.abs(contributions[2]!))
  })

  test('is the same after saving and loading', () => {
    const restored = createLstm().restore(JSON.parse(JSON.stringify(classifier.toState())))
    expect(restored.classify(unseen[4]!.windows)).toEqual(classifier.classify(unseen[4]!.windows))
    expect(restored.toState().parameters === classifier.toState().parameters).toBe(true)
  })

  test.each([
    ['no object', () => 'lstm'],
    ['no weights', () => ({ ...classifier.toState(), parameters: '' })],
    ['one label only', () => ({ ...classifier.toState(), labels: [benignLabel] })],
    ['other features', () => ({ ...classifier.toState(), scaler: { mean: [0], deviation: [1] } })],
  ])('refuses a damaged file: %s', (_, state) => {
    expect(() => createLstm().restore(state())).toThrow(
      expect.objectContaining({ code: 'E_MODEL_DAMAGED' }),
    )
  })

  test.each([
    ['no window', [], 'E_TOO_FEW_ITEMS'],
    ['a window of other features', [[1, 2]], 'E_RAGGED_ROWS'],
    ['a number that is none', [[1, Number.NaN, 2]], 'E_NOT_FINITE'],
  ])('refuses a sequence with %s', (_, windows, code) => {
    expect(() => classifier.classify(windows)).toThrow(expect.objectContaining({ code }))
  })
})

test.each([
  ['no sequences', []],
  ['no attack', [{ windows: [[1], [2]], label: benignLabel }]],
  ['nothing benign', [{ windows: [[1], [2]], label: 'scan' }]],
])('has nothing to learn from %s', (_, sequences) => {
  expect(() => createLstm().train(sequences)).toThrow(
    expect.objectContaining({ code: 'E_TOO_FEW_ITEMS' }),
  )
})

test.each([
  ['equal windows', () => [3, 3]],
  ['constant columns', (i: number) => [i % 7, 5]],
  ['the largest numbers', (i: number) => [i, i % 2 ? 1e308 : -1e308]],
  ['the smallest numbers', (i: number) => [i * 5e-324, 1e-300 * i]],
])(
  'gives finite verdicts, taken apart exactly, after learning from %s',
  (_, window) => {
    const sequences = Array.from({ length: 12 }, (_, i): LabelledSequence => {
      return { windows: [window(i), window(i + 1)], label: i % 3 ? benignLabel : 'scan' }
    })
    const classifier = createLstm().train(sequences)
    for (const windows of [
      [window(0)],
      [[0, 0]],
      [
        [1e308, -1e308],
        [1e300, 1],
      ],
    ]) {
      const { verdict, logOdds } = classifier.assess(windows)
      expect(verdict.confidence).toBeGreaterThanOrEqual(0.5)
      const { base, contributions } = classifier.explain(windows)
      const sum = Array.from(contributions).reduce((total, part) => total + part, base)
      expect(Math.abs(sum - logOdds)).toBeLessThan(1e-9 * Math.max(1, Math.abs(logOdds)))
    }
  },
  60_000,
)

test('knows as many kinds of attack as the simulator can play', () => {
  const labels = [benignLabel, ...scenarios.map(({ name }) => name)]
  const sequences = labels.map((label, i): LabelledSequence => ({ windows: [[i]], label }))
  expect(createLstm().train(sequences).labels).toHaveLength(labels.length)
}, 120_000)
