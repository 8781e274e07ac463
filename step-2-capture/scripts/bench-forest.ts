// The project's Isolation Forest beside scikit-learn's on the same numbers in one run: seconds to
// fit, rows a second, one row alone, and with a table also the ROC-AUC; medians and means of 5 seeds.
// Usage: node scripts/bench-forest.ts                      100,000 made rows of 12 numbers
//        node scripts/bench-forest.ts --train A.csv --test B.csv --label C --normal V [--log1p]
// Needs Debian's python3-sklearn at /usr/bin/python3.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { rankingOf } from '../src/dataset/ranking.ts'
import { readScoringTask, type ScoringTask } from '../src/dataset/score-tables.ts'
import { createForest } from '../src/detect/model/algorithms/forest.ts'
import { createRandom } from '../src/detect/model/algorithms/random.ts'
import { median } from '../src/features/quantile.ts'

interface Run {
  readonly fit: number
  readonly score: number
  readonly single: number
  readonly rocAuc: number
}

const seedCount = 5
const python = '/usr/bin/python3'
const peerScript = new URL('./bench-forest.py', import.meta.url).pathname

console.log(`${cpus()[0]?.model}`)
const { values } = parseArgs({
  options: {
    train: { type: 'string' },
    test: { type: 'string' },
    label: { type: 'string', default: 'label' },
    normal: { type: 'string', default: '0' },
    log1p: { type: 'boolean', default: false },
    'one-hot': { type: 'string' },
  },
})
const task = values.train ? await readTask(values.train) : madeTask()
const folder = mkdtempSync(join(tmpdir(), 'bench-forest-'))
try {
  writeRows(join(folder, 'train.f64'), task.trainingRows)
  writeRows(join(folder, 'test.f64'), task.testRows)
  const [first, rest] = [ownRuns(1), ownRuns(seedCount)]
  report('net-anomaly, first run', first)
  report('net-anomaly', rest)
  const { version, runs } = peerRuns()
  report(`scikit-learn ${version}`, runs)
  const ratio = (part: 'fit' | 'score' | 'single') => {
    return (median(runs.map((run) => run[part])) / median(rest.map((run) => run[part]))).toFixed(1)
  }
  console.log(
    `ratio: fit ${ratio('fit')}, rows a second ${ratio('score')}, one row ${ratio('single')}`,
  )
} finally {
  rmSync(folder, { recursive: true })
}

async function readTask(trainPath: string): Promise<ScoringTask> {
  const { test: testPath = trainPath, label, normal, log1p } = values
  const oneHot = values['one-hot']?.split(',') ?? []
  const trainRows = testPath === trainPath ? 'all' : 'normal'
  return await readScoringTask({ trainPath, testPath, label, normal, log1p, oneHot, trainRows })
}

/** Normal and heavy-tailed columns in turn. */
function madeTask(): ScoringTask {
  const random = createRandom(1)
  const rows = Array.from({ length: 100_000 }, () =>
    Float64Array.from({ length: 12 }, (_, column) =>
      column % 2 ? Math.exp(2 * random.normal()) : random.normal(),
    ),
  )
  const features = Array.from({ length: 12 }, (_, column) => String(column + 1))
  const isAnomaly = new Uint8Array(rows.length)
  return { trainingRows: rows, testRows: rows, isAnomaly, features, notes: [] }
}

function writeRows(path: string, rows: ScoringTask['trainingRows']): void {
  const block = new Float64Array(rows.length * task.features.length)
  rows.forEach((row, index) => {
    block.set(row, index * task.features.length)
  })
  writeFileSync(path, block)
}

function ownRuns(count: number): Run[] {
  return Array.from({ length: count }, (_, index) => {
    const start = performance.now()
    const scorer = createForest({ treeCount: 100, seed: index + 1 }).train(task.trainingRows)
    const trainedAt = performance.now()
    const scores = scorer.scoreMany?.(task.testRows) ?? new Float64Array(0)
    const scoredAt = performance.now()
    for (const row of task.testRows.slice(0, 20)) scorer.score(row)
    const single = (performance.now() - scoredAt) / 20
    return {
      fit: (trainedAt - start) / 1000,
      score: (scoredAt - trainedAt) / 1000,
      single: single / 1000,
      rocAuc: rankingOf(scores, task.isAnomaly).rocAuc,
    }
  })
}

function peerRuns(): { version: string; runs: Run[] } {
  const args = [peerScript, folder, String(task.features.length), String(seedCount)]
  const output = JSON.parse(execFileSync(python, args, { encoding: 'utf8' }))
  const runs = output.runs.map((run: Omit<Run, 'rocAuc'>, index: number): Run => {
    const bytes = Uint8Array.from(readFileSync(join(folder, `scores-${index + 1}.f64`)))
    const scores = new Float64Array(bytes.buffer)
    return { ...run, rocAuc: rankingOf(scores, task.isAnomaly).rocAuc }
  })
  return { version: output.version, runs }
}

function report(name: string, runs: readonly Run[]): void {
  const rowsPerSecond = task.testRows.length / median(runs.map((run) => run.score))
  const rocAuc = runs.reduce((sum, run) => sum + run.rocAuc, 0) / runs.length
  console.log(
    [
      name.padEnd(24),
      `fit ${(median(runs.map((run) => run.fit)) * 1000).toFixed(1)} ms`,
      `${Math.round(rowsPerSecond).toLocaleString('en')} rows/s`,
      `one row ${(median(runs.map((run) => run.single)) * 1000).toFixed(4)} ms`,
      ...(Number.isNaN(rocAuc) ? [] : [`ROC-AUC ${rocAuc.toFixed(4)}`]),
    ].join('  '),
  )
}
