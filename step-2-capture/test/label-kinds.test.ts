import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { detectors } from '../src/detect/detectors.ts'
import { scenarios } from '../src/simulate/scenarios/scenarios.ts'
import { simulate } from '../src/simulate/simulate.ts'

const kinds = new Set(detectors.flatMap((detector) => detector.kinds.map(({ id }) => id)))

/** Every attack begins after a third of its capture. */
const secondsMax = 120

test.each(scenarios.filter(({ kind }) => kind !== 'benign'))(
  'the labels of $name are kinds of detection',
  ({ name, kind, durationSeconds }) => {
    const seconds = kind === 'mixed' ? durationSeconds : Math.min(durationSeconds, secondsMax)
    const simulation = simulate({ scenario: name, seed: 1, durationSeconds: seconds })
    const { attacks } = simulation.labels
    for (const _ of simulation) if (kind !== 'mixed' && attacks.length > 0) break
    expect(attacks.length).toBeGreaterThan(0)
    expect(attacks.map((attack) => attack.kind).filter((label) => !kinds.has(label))).toEqual([])
  },
)

test('the labels of the samples are kinds of detection', () => {
  const folder = join(import.meta.dirname, '../../samples')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const labels = files
    .filter((file) => file.endsWith('.labels.json'))
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).attacks)
  expect(labels.length).toBeGreaterThan(20)
  expect(labels.filter((attack) => !kinds.has(attack.kind))).toEqual([])
})
