import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from 'citty'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { analyzeCommand } from './analyze.ts'
import { scoreCommand } from './score.ts'
import { simulateCommand } from './simulate.ts'
import { trainCommand } from './train.ts'

const folder = mkdtempSync(join(tmpdir(), 'same-seed-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = (name: string) => join(folder, name)

type Command = Parameters<typeof runCommand>[0]

/** What a command prints. */
async function run(command: unknown, ...rawArgs: string[]): Promise<string> {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => lines.push(String(line)))
  try {
    await runCommand(command as Command, { rawArgs })
  } finally {
    log.mockRestore()
  }
  return lines.join('\n')
}

const simulate = (seed: string, out: string) =>
  run(simulateCommand, '--scenario', 'vertical_port_scan', '--seed', seed, '--out', path(out))

async function trained(algorithm: string, seed: string): Promise<string> {
  const options = ['--algorithm', algorithm, '--seed', seed, '--out', path('model.json')]
  await run(trainCommand, path('a.pcap'), ...options)
  return readFileSync(path('model.json'), 'utf8')
}

/** Two runs with the same seed give the same bytes; with another seed they do not. */
describe('the seed decides what is written by', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    await simulate('5', 'a.pcap')
    const rows = Array.from({ length: 400 }, (_, i) => {
      const isStrange = i % 40 === 39
      return [Math.sin(i), Math.cos(i * 7) * (isStrange ? 9 : 1), isStrange ? 1 : 0].join()
    })
    writeFileSync(path('table.csv'), `a,b,label\n${rows.join('\n')}\n`)
  }, 60_000)

  test('simulate', async () => {
    await simulate('5', 'b.pcap')
    await simulate('6', 'c.pcap')
    expect(readFileSync(path('b.pcap'))).toEqual(readFileSync(path('a.pcap')))
    expect(readFileSync(path('c.pcap'))).not.toEqual(readFileSync(path('a.pcap')))
  })

  test.each(['forest', 'autoencoder', 'ensemble', 'lstm'])('train with %s', async (algorithm) => {
    const model = await trained(algorithm, '5')
    expect(await trained(algorithm, '5')).toBe(model)
    expect(await trained(algorithm, '6')).not.toBe(model)
  })

  test('analyze, with a model and without', async () => {
    await trained('forest', '5')
    const model = ['--model', path('model.json')]
    const print = (...options: string[]) =>
      run(analyzeCommand, path('a.pcap'), '--format', 'json', ...options)
    expect(await print()).toBe(await print())
    const judged = await print(...model)
    expect(await print(...model)).toBe(judged)
    expect(judged.length).toBeGreaterThan(1_000)
  })

  test('score, but for the seconds that it took', async () => {
    const figures = async (seed: string) => {
      const table = ['--train', path('table.csv'), '--test', path('table.csv')]
      const labels = ['--label', 'label', '--normal', '0', '--detector', 'forest,autoencoder']
      const text = await run(scoreCommand, ...table, ...labels, '--seed', seed, '--format', 'json')
      return text.replace(/"(fit|train|score)_seconds":[\d.e-]+/g, '"$1_seconds":0')
    }
    expect(await figures('5')).toBe(await figures('5'))
    expect(await figures('6')).not.toBe(await figures('5'))
  })
})
