import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { smallModel } from '../../test/small-model.ts'
import { Samples } from '../capture/samples.ts'
import { detectors as untrainedDetectors } from '../detect/detectors.ts'
import { compareEvaluations } from './compare-evaluations.ts'
import type { EvaluationTask } from './evaluation-task.ts'
import { Evaluations, evaluationCountMax } from './evaluations.ts'
import { sampleCaptures } from './sample-captures.ts'

const samples = new Samples(fileURLToPath(new URL('../../../samples', import.meta.url)))
const anySyn = 'alert tcp any any -> any any (msg:"any SYN"; flags:S; sid:1; priority:1;)'
const rules = { files: [{ path: 'own.rules', content: anySyn }], variables: {}, stamp: '1' }
const about = {
  author: 'ana',
  parameters: {
    captures: [],
    model_id: null,
    detectors: 'all' as const,
    settings: {},
    rules: null,
    program_version: '1.0.0',
  },
}

describe('evaluations', { timeout: 60_000 }, () => {
  let folder: string
  let evaluations: Evaluations
  const open = () =>
    Evaluations.open({ path: join(folder, 'evaluations.json'), now: () => new Date(0) })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evaluations-'))
    evaluations = await open()
  })
  afterEach(async () => {
    await evaluations.close()
    await rm(folder, { recursive: true })
  })

  async function measure(
    names: readonly string[],
    { model = null, settings = {}, rules = null }: Partial<EvaluationTask> = {},
  ) {
    const captures = await sampleCaptures(samples, names)
    const { evaluationId, over } = evaluations.start(
      { captures, model, detectors: 'all', settings, rules },
      {
        ...about,
        parameters: { ...about.parameters, captures: captures.map(({ file }) => file), settings },
      },
    )
    await over
    return evaluations.find(evaluationId)
  }

  it('measure samples: what was found, by whom it was, and no false alarm', async () => {
    const measured = await measure(['port-scan', 'ordinary'], {
      model: smallModel(1).toBundle(),
    })
    expect(measured).toMatchObject({ state: 'done', progress: 1, error: null, problems: [] })
    expect(measured.figures).toMatchObject({
      attacks: 1,
      attacks_found: 1,
      attackers_named: 1,
      attackers_accused: 1,
      false_alarms: 0,
    })
    expect(measured.attacks).toMatchObject([
      { file: 'port-scan', attack: 'vertical_port_scan', found: true, right_host: true },
    ])
    expect(measured.benign).toMatchObject([{ file: 'ordinary', false_alarms: 0 }])
  })

  it('measure with what is set, so that two can be compared', async () => {
    const off = await measure(['port-scan'], { settings: { 'port_scan.enabled': false } })
    const kinds = off.attacks.flatMap(({ detected_by }) => detected_by)
    expect(kinds.filter((kind) => kind.startsWith('port_scan'))).toEqual([])
  })

  it('measure with the rules of the user', async () => {
    const { benign } = await measure(['ordinary'], { rules })
    expect(benign[0]?.raised_by).toEqual([expect.stringMatching(/^user_rules/)])
  })

  it('are compared by the captures that both measured', async () => {
    const one = await measure(['port-scan', 'ordinary'], { rules })
    const other = await measure(['ordinary', 'syn-flood'])
    expect(compareEvaluations(one, other)).toMatchObject({
      captures: 1,
      captures_of_one: [['port-scan'], ['syn-flood']],
      figures: [
        { attacks: 0, benign_with_alarm: 1 },
        { attacks: 0, benign_with_alarm: 0, benign_hours: one.figures?.benign_hours },
      ],
      attacks: [],
      benign: [{ file: 'ordinary', false_alarms: [one.figures?.false_alarms, 0] }],
    })
  })

  it('are compared by the attacks that only one found, and by what was set', async () => {
    const one = await measure(['port-scan'])
    const settings = Object.fromEntries(
      untrainedDetectors.map(({ name }) => [`${name}.enabled`, false]),
    )
    const other = await measure(['port-scan'], { settings })
    expect(compareEvaluations(one, other)).toMatchObject({
      parameters: [{ name: 'settings', values: [{}, settings] }],
      figures: [{ attacks_found: 1 }, { attacks_found: 0 }],
      attacks: [
        {
          file: 'port-scan',
          verdicts: [
            { found: true, right_host: true },
            { found: false, right_host: false },
          ],
        },
      ],
    })
  })

  it('are compared only when both have figures', async () => {
    const [failed, done] = [
      await measure(['port-scan'], { model: { format: 'other' } }),
      await measure(['port-scan']),
    ]
    expect(() => compareEvaluations(done, failed)).toThrow(/has no figures/)
  })

  it('are there after a restart, the newest first, and can be deleted', async () => {
    const first = await measure(['port-scan'])
    const second = await measure(['ordinary'])
    evaluations = await open()
    expect(evaluations.list).toEqual([second, first])
    await evaluations.remove(first.evaluation_id)
    evaluations = await open()
    expect(evaluations.list).toEqual([second])
    expect(() => evaluations.find(first.evaluation_id)).toThrow(/no evaluation/)
  })

  it('run one at a time, and one that is given up with the server has failed', async () => {
    const captures = await sampleCaptures(samples, ['port-scan'])
    const task = { captures, model: null, detectors: 'all' as const, settings: {}, rules: null }
    const { evaluationId, over } = evaluations.start(task, about)
    expect(() => evaluations.start(task, about)).toThrow(/is running already/)
    await expect(evaluations.remove(evaluationId)).rejects.toMatchObject({ code: 'E_EVALUATING' })
    await evaluations.close()
    await over
    expect(evaluations.find(evaluationId).state).toBe('failed')
  })

  it('say why one failed, and go on', async () => {
    expect(await measure(['port-scan'], { model: { format: 'other' } })).toMatchObject({
      state: 'failed',
      error: { code: 'E_MODEL_DAMAGED' },
    })
    expect(await measure(['port-scan'])).toMatchObject({ state: 'done' })
  })

  it('say that those before are missing when their file is damaged, and keep it', async () => {
    const path = join(folder, 'evaluations.json')
    await writeFile(path, '[{"evaluation_id":')
    evaluations = await open()
    expect(evaluations.list).toEqual([])
    expect(evaluations.problem).toMatch(/^evaluations .* missing: evaluations\.json cannot be read/)
    await measure(['ordinary'])
    expect(evaluations.problem).toBeNull()
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe('[{"evaluation_id":')
  })

  it('are as many as there is room for', async () => {
    const one = await measure(['ordinary'])
    const many = Array.from({ length: evaluationCountMax }, (_, index) => ({
      ...one,
      evaluation_id: one.evaluation_id.slice(0, -3) + String(index + 100),
    }))
    await writeFile(join(folder, 'evaluations.json'), JSON.stringify([...many, 'no record']))
    evaluations = await open()
    expect(evaluations.list).toHaveLength(evaluationCountMax)
    const newest = await measure(['ordinary'])
    expect(evaluations.list).toHaveLength(evaluationCountMax)
    expect(evaluations.list[0]).toEqual(newest)
  })
})
