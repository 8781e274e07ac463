import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readScoringTask, type ScoringOptions, scoreTask } from '../dataset/score-tables.ts'
import { createAlgorithm } from '../detect/model/algorithms/registry.ts'

/** One algorithm on one table. */
export interface TableVerdict {
  readonly table: string
  readonly algorithm: string
  readonly roc_auc: number
  readonly average_precision: number
  readonly seconds: number
}

interface TableRun {
  readonly name: string
  readonly algorithms: readonly string[]
  readonly contamination: number
  readonly options: Omit<ScoringOptions, 'trainPath' | 'testPath'>
  readonly train: string
  /** The same file where a model learns from all rows and then scores them. */
  readonly test: string
}

/** The public benchmarks of the field, as their papers use them (ODDS; Tavallaee and others 2009). */
const runs: readonly TableRun[] = [
  ...['http', 'smtp', 'shuttle'].map((name) => ({
    name,
    algorithms: ['forest'],
    contamination: 0.1,
    options: { label: 'label', normal: '0', trainRows: 'all' as const },
    train: `${name}.csv.gz`,
    test: `${name}.csv.gz`,
  })),
  {
    name: 'nsl-kdd, log1p, one-hot',
    algorithms: ['forest', 'mahalanobis', 'ensemble'],
    contamination: 0,
    options: {
      label: '42',
      normal: 'normal',
      trainRows: 'normal',
      log1p: true,
      oneHot: ['2', '3', '4'],
    },
    train: 'nsl-kdd-train.csv.gz',
    test: 'nsl-kdd-test.csv.gz',
  },
]

/** Scores the tables that lie in the folder; those that do not are left out. */
export async function evaluateTables(
  folder: string,
  onProgress: (message: string) => void,
): Promise<TableVerdict[]> {
  const verdicts: TableVerdict[] = []
  for (const { name, algorithms, contamination, options, train, test } of runs) {
    const trainPath = join(folder, train)
    const testPath = join(folder, test)
    if (!existsSync(trainPath) || !existsSync(testPath)) continue
    onProgress(`table ${name}: ${algorithms.join(', ')}`)
    const task = await readScoringTask({ ...options, trainPath, testPath })
    for (const algorithm of algorithms) {
      const report = scoreTask(createAlgorithm(algorithm, { seed: 1, contamination }), task)
      verdicts.push({
        table: name,
        algorithm,
        roc_auc: rounded(report.roc_auc),
        average_precision: rounded(report.average_precision),
        seconds: Math.round((report.train_seconds + report.score_seconds) * 10) / 10,
      })
    }
  }
  return verdicts
}

function rounded(value: number | null): number {
  return Math.round((value ?? 0) * 10_000) / 10_000
}
