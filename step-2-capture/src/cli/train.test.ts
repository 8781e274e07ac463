import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from 'citty'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openModel } from './model-input.ts'
import { simulateCommand } from './simulate.ts'
import { trainCommand } from './train.ts'

const folder = mkdtempSync(join(tmpdir(), 'train-command-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = (name: string) => join(folder, name)

async function run(command: typeof trainCommand | typeof simulateCommand, rawArgs: string[]) {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => lines.push(String(line)))
  try {
    await runCommand(command as typeof trainCommand, { rawArgs })
  } finally {
    log.mockRestore()
  }
  return lines
}

beforeAll(async () => {
  for (const [scenario, file] of [
    ['vertical_port_scan', 'scan.pcap'],
    ['office', 'office.pcap'],
  ] as const) {
    await run(simulateCommand, ['--scenario', scenario, '--out', path(file)])
  }
}, 60_000)

test('learns the attacks that the labels beside the captures name', async () => {
  // Without labels beside it a capture is ordinary.
  rmSync(path('office.labels.json'))
  const files = [path('scan.pcap'), path('office.pcap')]
  const out = path('attacks.json')
  const lines = await run(trainCommand, [
    ...files,
    ...['--algorithm', 'lstm', '--out', out, '--format', 'json'],
  ])
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ out, algorithm: 'lstm' })
  expect(JSON.parse(readFileSync(out, 'utf8')).lstm.labels).toEqual([
    'benign',
    'vertical_port_scan',
  ])
  expect(await openModel(out)).toMatchObject({ name: 'sequence_model', family: 'model' })
}, 60_000)

test.each([
  ['labels that are none', ['--algorithm', 'lstm'], 'E_BAD_LABELS'],
  ['an unknown algorithm', ['--algorithm', 'oracle'], 'E_NO_ALGORITHM'],
])('refuses %s', async (_, options, code) => {
  writeFileSync(path('scan.labels.json'), '{"attacks":[{"kind":7}]}')
  const training = run(trainCommand, [path('scan.pcap'), ...options, '--out', path('x.json')])
  await expect(training).rejects.toMatchObject({ code })
})

test('asks for captures where ordinary traffic is to be learned', async () => {
  await expect(run(trainCommand, ['--out', path('x.json')])).rejects.toMatchObject({
    code: 'E_BAD_USAGE',
  })
})

test('learns from a simulated office where that is asked for, and from nothing beside it', async () => {
  const synthetic = ['--synthetic', '--algorithm', 'mahalanobis', '--out', path('office.json')]
  const [line = ''] = await run(trainCommand, [...synthetic, '--format', 'json'])
  expect(JSON.parse(line).windows).toBeGreaterThan(1_000)
  await expect(run(trainCommand, [path('scan.pcap'), ...synthetic])).rejects.toMatchObject({
    code: 'E_BAD_USAGE',
  })
}, 60_000)
