import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writePcap } from '../pcap/pcap-writer.ts'
import { Simulation } from '../simulate/simulate.ts'
import { evaluateFolder } from './evaluate-folder.ts'
import { evaluationText } from './evaluation-text.ts'
import type { Half } from './labelled-captures.ts'
import { measuredSet } from './measured-set.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'net-anomaly-evaluate-'))
  const play = async (file: string, scenario: string, seed: number) => {
    const simulation = new Simulation({ scenario, seed, durationSeconds: 300 })
    await writeFile(join(folder, file), Buffer.concat([...writePcap(simulation)]))
    return simulation.labels
  }
  const scan = await play('scan.pcap', 'vertical_port_scan', 3)
  for (const seed of [1, 2]) await play(`office-${seed}.pcap`, 'office', seed)
  const labels = [
    { file: 'scan.pcap', attack: 'port scan', attacker: scan.attacks[0]?.attacker },
    { file: 'office-1.pcap', benign: true },
    { file: 'office-2.pcap', attack: 'benign twin: another office' },
  ]
  await writeFile(join(folder, 'labels.json'), JSON.stringify(labels))
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

const options = {
  settings: {},
  now: new Date(0),
  onProgress: () => {},
  tables: 'with',
} as const
const all = () => measuredSet(folder, 'both')

test('measures every capture of a folder, and needs no tables', async () => {
  const evaluation = await evaluateFolder(all(), { ...options, detectors: 'all' })
  expect(evaluation.figures).toMatchObject({
    attacks: 1,
    attacks_found: 1,
    attackers_named: 1,
    attackers_accused: 1,
    false_alarms: 0,
  })
  expect(evaluation.benign.map(({ file }) => file)).toEqual(['office-1.pcap', 'office-2.pcap'])
  expect(evaluation.tables).toEqual([])
  expect(evaluationText(evaluation, 'markdown')).toContain('| scan.pcap | port scan |')
}, 60_000)

test('measures one model alone', async () => {
  const evaluation = await evaluateFolder(all(), { ...options, detectors: 'mahalanobis' })
  const kinds = evaluation.attacks.flatMap(({ detected_by }) => detected_by)
  expect(kinds).toEqual(['window_model: unusual_host_behaviour'])
}, 60_000)

test('measures the detectors with what is set of them', async () => {
  const settings = { 'port_scan.enabled': false }
  const { attacks } = await evaluateFolder(all(), { ...options, detectors: 'untrained', settings })
  const detectors = attacks.flatMap(({ detected_by }) => detected_by)
  expect(detectors.filter((name) => name.startsWith('port_scan'))).toEqual([])
}, 60_000)

test('measures half of the labelled captures, and all that lie among the ordinary ones', async () => {
  await mkdir(join(folder, 'ordinary'))
  await copyFile(join(folder, 'scan.pcap'), join(folder, 'ordinary/odd.pcap'))
  const half = (name: Half) => measuredSet(folder, name)
  const untrained = { ...options, detectors: 'untrained' } as const
  const tuning = await evaluateFolder(half('tuning'), untrained)
  expect(tuning.attacks.map(({ file }) => file)).toEqual(['scan.pcap'])
  expect(tuning.benign.map(({ file }) => file)).toEqual(['office-1.pcap', 'ordinary/odd.pcap'])
  expect(tuning.benign[1]).toMatchObject({ severities: { high: expect.any(Number) } })
  const checking = await evaluateFolder(half('checking'), untrained)
  expect([checking.attacks, checking.benign.map(({ file }) => file)]).toEqual([
    [],
    ['office-2.pcap'],
  ])
  const text = evaluationText(tuning, 'text')
  expect(text).toContain('untrained, tuning half.')
  expect(text).toMatch(/captures with one: 1 of 2: 1 high\./)
  expect(text).toMatch(/port_scan: vertical_port_scan +1 +1 +1 of 1 +\d/)
  await rm(join(folder, 'ordinary'), { recursive: true })
}, 60_000)

test('says what a folder without labels lacks', async () => {
  const nothing = evaluateFolder(
    { ...all(), folder: join(folder, 'nowhere') },
    { ...options, detectors: 'all' },
  )
  await expect(nothing).rejects.toMatchObject({ code: 'E_NO_LABELS' })
})
