import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { SimulatedSource } from '../../capture/simulated-source.ts'
import { hostFeatures } from '../../features/host-window.ts'
import { analyzeCapture } from '../../run/analyze-capture.ts'
import { labelledScenario } from '../../train/labelled-sources.ts'
import { trainOnAttacks } from '../../train/train-on-attacks.ts'
import { formerNamesIn, restoreHostModel } from './host-model.ts'
import { knownSequences } from './known-sequences.ts'
import { sealed } from './model-bundle.ts'
import { SequenceModel } from './sequence-model.ts'

/** What it learns from: two scans, two floods and two offices, all simulated. */
const lessons = ['vertical_port_scan', 'syn_flood', 'office'].flatMap((scenario) =>
  [1, 2].map((seed) => labelledScenario(scenario, seed)),
)

describe('a sequence model', () => {
  let model: SequenceModel
  beforeAll(async () => {
    model = await trainOnAttacks(lessons, { seed: 1, modelName: 'test', now: new Date(0) })
  }, 120_000)

  const detect = async (scenario: string, seed: number) => {
    const source = new SimulatedSource({ scenario, seed })
    const { detections } = await analyzeCapture(source, {
      detectors: [knownSequences.using(model)],
    })
    return { detections, attacker: source.labels.attacks[0]?.attacker }
  }

  it.each([
    ['vertical_port_scan', 9],
    ['syn_flood', 9],
  ])(
    'knows an attack that it has not seen by its name, and who makes it: %s',
    async (name, seed) => {
      const { detections, attacker } = await detect(name, seed)
      expect(detections.find(({ source }) => source === attacker)).toMatchObject({
        detector: 'sequence_model',
        kind: 'attack_like_sequence',
        target_group: name,
        title: expect.stringContaining(
          `behaved as in ${name.replaceAll('_', ' ')} for 1 window of 10 s: it `,
        ),
        model_version: model.version,
        threshold: 1 - 1e-3,
      })
    },
  )

  it('tells the numbers that speak for it beside the typical ones, and where to look', async () => {
    const { detections, attacker } = await detect('vertical_port_scan', 9)
    const found = detections.find(({ source }) => source === attacker)
    expect(found?.evidence.length).toBeGreaterThan(0)
    const names: readonly string[] = hostFeatures.map(({ name }) => name)
    for (const { feature, contribution } of found?.reasons ?? []) {
      expect(names).toContain(feature)
      expect(contribution).toBeGreaterThan(0)
    }
    // A scan is some hundred packets: counts are shown as counted, not as logarithms.
    const actual = found?.reasons.map((reason) => Number(reason.actual)) ?? []
    expect(Math.max(...actual)).toBeGreaterThan(100)
  })

  it('is silent about an office that it has not seen', async () => {
    expect((await detect('office', 77)).detections).toEqual([])
  })

  it('states a host first, then on each doubling, and never above low without experience', () => {
    const script = new TrafficScript()
    for (let window = 0; window < 9; window++) {
      for (let port = 1; port <= 600; port++) script.refused('10.0.0.66', `10.0.0.1:${port}`)
      script.wait(10)
    }
    script.refused('10.0.0.66', '10.0.0.1:1')
    const found = script.detect(knownSequences.using(model))
    const scans = found.filter(({ source, target_group }) => {
      return source === '10.0.0.66' && target_group === 'vertical_port_scan'
    })
    const counts = scans.map(({ title }) => Number(/ for (\d+) window/.exec(title)?.[1]))
    expect(counts.slice(0, 3)).toEqual([1, 2, 4])
    expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set(['low']))
  })

  it('is the same after it was saved and read as any model of hosts', () => {
    const restored = restoreHostModel(JSON.parse(JSON.stringify(model.toBundle())))
    const windows = [new Array(hostFeatures.length).fill(1)]
    expect(restored).toBeInstanceOf(SequenceModel)
    expect((restored as SequenceModel).judge(windows)).toEqual(model.judge(windows))
    expect(restored.version).toBe(model.version)
    expect(model.labels).toEqual(['benign', 'syn_flood', 'vertical_port_scan'])
  })

  it('reads the file of version 0.1, which knew medians only, and judges the same', () => {
    const { hash: _, highest: __, ...bundle } = model.toBundle()
    const former = { ...bundle, format: 'net-anomaly-sequence-model-1' }
    const parts = Object.entries(former).sort(([a], [b]) => (a < b ? -1 : 1))
    const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
    const restored = SequenceModel.restore(JSON.parse(JSON.stringify({ ...former, hash })))
    const windows = [new Array(hostFeatures.length).fill(1)]
    expect(restored.judge(windows)).toEqual(model.judge(windows))
    expect(SequenceModel.restore(restored.toBundle()).version).toBe(restored.version)
  })

  it('names attacks as today that it was taught under names of version 0.1', () => {
    const { hash: _, format: __, ...content } = model.toBundle()
    const state = content.lstm as { labels: readonly string[] }
    const lstm = { ...state, labels: ['benign', 'syn_flood', 'slow_scan'] }
    const former = SequenceModel.restore(sealed('sequence', { ...content, lstm }))
    const script = new TrafficScript()
    for (let port = 1; port <= 600; port++) script.refused('10.0.0.66', `10.0.0.1:${port}`)
    script.wait(20).refused('10.0.0.66', '10.0.0.1:1')
    const found = script.detect(knownSequences.using(former))
    const attacks = new Set(found.map(({ target_group }) => target_group))
    expect(attacks).toContain('vertical_port_scan')
    expect(attacks).not.toContain('slow_scan')
    expect(formerNamesIn(former)).toMatch(/^slow_scan is now vertical_port_scan/)
    expect(formerNamesIn(model)).toBeUndefined()
  })

  it('adds its contributions up to its score', () => {
    const windows = [3, 1, 4].map((value) => new Array(hostFeatures.length).fill(value))
    const { base, contributions } = model.explain(windows)
    const sum = Array.from(contributions).reduce((total, part) => total + part, base)
    expect(sum).toBeCloseTo(model.judge(windows).raw_score, 9)
  })

  it.each([
    ['another name', { name: 'mine' }],
    ['other typical values', { typical: new Array(hostFeatures.length).fill(9) }],
    ['another format', { format: 'net-anomaly-sequence-model-3' }],
    ['no network', { lstm: undefined }],
    ['another hash', { hash: '0' }],
  ])('refuses a file with %s', (_, change) => {
    expect(() => restoreHostModel({ ...model.toBundle(), ...change })).toThrow(
      expect.objectContaining({ code: 'E_MODEL_DAMAGED' }),
    )
  })

  it('refuses a model of other features, however well it is sealed', () => {
    const { hash: _, format: __, ...content } = model.toBundle()
    const other = sealed('sequence', { ...content, features: content.features.toReversed() })
    expect(() => restoreHostModel(other)).toThrow('other features')
  })
})

it('needs attacks to learn from', async () => {
  const options = { seed: 1, modelName: 'test', now: new Date(0) }
  await expect(trainOnAttacks([labelledScenario('office', 1)], options)).rejects.toMatchObject({
    code: 'E_TOO_FEW_ITEMS',
  })
})
