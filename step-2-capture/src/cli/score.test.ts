import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { runCommand } from 'citty'
import { afterAll, expect, test, vi } from 'vitest'
import { scoreCommand } from './score.ts'

const folder = mkdtempSync(join(tmpdir(), 'score-command-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** 300 ordinary rows and `attackCount` far away; the second column is text, the last a hint. */
function rows(attackCount: number): string {
  const ordinary = Array.from({ length: 300 }, (_, i) => {
    return `${Math.sin(i)},${i % 3 ? 'tcp' : 'udp'},${Math.cos(i * 1.3)},ok,${i}`
  })
  const attacks = Array.from({ length: attackCount }, (_, i) => `${6 + i},icmp,-7,bad,-1`)
  return [...ordinary, ...attacks].join('\n')
}

const train = join(folder, 'train.csv.gz')
const tests = join(folder, 'test.csv')
const alias = join(folder, 'alias.csv')
writeFileSync(train, gzipSync(rows(30)))
writeFileSync(tests, rows(20))
symlinkSync(tests, alias)
const labels = ['--label', '4', '--normal', 'ok']

async function run(...rawArgs: string[]) {
  const lines: string[] = []
  const notes: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => lines.push(String(line)))
  const error = vi.spyOn(console, 'error').mockImplementation((line) => notes.push(String(line)))
  let code = ''
  try {
    await runCommand(scoreCommand, { rawArgs })
  } catch (thrown) {
    code = (thrown as { code: string }).code
  } finally {
    log.mockRestore()
    error.mockRestore()
  }
  return { lines, notes, code }
}

test('prints one JSON object an algorithm, and notes on standard error only', async () => {
  const algorithms = ['forest', 'mahalanobis', 'ocsvm', 'autoencoder', 'ensemble']
  const { lines, notes } = await run(
    ...['--train', train, '--test', tests, ...labels, '--format', 'json'],
  )
  const reports = lines.map((line) => JSON.parse(line))
  expect(reports.map((report) => report.algorithm)).toEqual(algorithms)
  for (const report of reports) {
    expect(report).toMatchObject({ roc_auc: 1, average_precision: 1, rows: 320 })
    expect(report.train_seconds).toBeGreaterThanOrEqual(0)
    expect(report.score_seconds).toBeGreaterThanOrEqual(0)
  }
  expect(notes.join('\n')).toMatch(/column 2 .*text[\s\S]*column 5 .*follows the label/)
}, 60_000)

test.each([
  ['the normal rows when the files differ', train, tests, [], 300],
  ['all rows when the file is one', tests, tests, [], 320],
  ['all rows when two paths lead to one file', tests, alias, [], 320],
  ['what --train-rows says', train, tests, ['--train-rows', 'all'], 330],
  ['what --train-rows says', tests, tests, ['--train-rows', 'normal'], 300],
])('learns from %s', async (_, trainPath, testPath, options, trainingRows) => {
  const paths = ['--train', trainPath, '--test', testPath]
  const { lines } = await run(
    ...[...paths, ...labels, '--algorithm', 'forest', '--format', 'json', ...options],
  )
  expect(JSON.parse(lines[0]!)).toMatchObject({ training_rows: trainingRows, features: 2 })
})

test('makes features of the columns named by --one-hot', async () => {
  const paths = ['--train', train, '--test', tests]
  const { lines } = await run(
    ...[...paths, ...labels, '--algorithm', 'forest', '--format', 'json', '--one-hot', '2'],
  )
  expect(JSON.parse(lines[0]!)).toMatchObject({ features: 5 })
})

test('takes the option names of version 0.1, and says what they are now', async () => {
  const paths = ['--train', train, '--test', tests]
  const { lines, notes } = await run(
    ...[...paths, ...labels, '--detector', 'forest', '--fit', 'all', '--format', 'json'],
  )
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { algorithm: 'forest', detector: 'forest', training_rows: 330 },
  ])
  expect(notes).toContainEqual(expect.stringContaining('--detector is now --algorithm'))
  expect(notes).toContainEqual(expect.stringContaining('--fit is now --train-rows'))
})

test('gives the same figures for the same seed, and others for another', async () => {
  const figures = async (seed: string) => {
    const { lines } = await run(
      ...['--train', tests, '--test', tests, '--label', '4', '--normal', 'bad'],
      ...['--algorithm', 'forest,half-space-trees', '--seed', seed, '--format', 'json'],
    )
    return lines.map((line) => JSON.parse(line).average_precision)
  }
  expect(await figures('7')).toEqual(await figures('7'))
  expect(await figures('7')).not.toEqual(await figures('8'))
})

test('prints a table for people', async () => {
  const { lines } = await run(
    ...['--train', train, '--test', tests, ...labels, '--algorithm', 'mahalanobis'],
  )
  expect(lines[0]).toMatch(/^algorithm +ROC-AUC/)
  expect(lines[1]).toMatch(/^mahalanobis +1\.0000 +1\.0000/)
})

test.each([
  ['an unknown algorithm', ['--algorithm', 'oracle'], 'E_NO_ALGORITHM'],
  ['an unknown format', ['--format', 'xml'], 'E_BAD_USAGE'],
  ['training rows that there are not', ['--train-rows', 'some'], 'E_BAD_USAGE'],
  ['a contamination above a half', ['--contamination', '0.6'], 'E_BAD_USAGE'],
  ['a seed that is no number', ['--seed', 'x'], 'E_BAD_USAGE'],
  ['a label that no row has', ['--normal', 'fine'], 'E_NO_NORMAL_ROWS'],
  ['a column that is not there', ['--ignore', '12'], 'E_NO_COLUMN'],
])('refuses %s', async (_, options, code) => {
  const result = await run(...['--train', train, '--test', tests, ...labels, ...options])
  expect(result).toMatchObject({ code, lines: [] })
})
