import { type Algorithm, type FeatureRow, scaleRow, scalerOf, scoreAll } from 'step-1-skeleton'
import { type EncodingOptions, encodingOf } from './encoding.ts'
import { rankingOf } from './ranking.ts'
import { readTable, type Table } from './table.ts'
import { labelsOf, type TableLabels } from './table-split.ts'

export interface ScoringOptions extends EncodingOptions {
  readonly trainPath: string
  readonly testPath: string
  /** The label of ordinary rows; every other label is an anomaly. */
  readonly normal: string
  /** Which training rows are learned from. */
  readonly trainRows: 'all' | 'normal'
}

/** Two tables made ready: what to learn from, what to score, and what the truth is. */
export interface ScoringTask {
  readonly trainingRows: readonly FeatureRow[]
  readonly testRows: readonly FeatureRow[]
  /** 1 for each test row that is an anomaly. */
  readonly isAnomaly: Uint8Array
  readonly features: readonly string[]
  readonly notes: readonly string[]
}

/** How one algorithm did; the field names are those of the command's output. */
export interface ScoreReport {
  readonly algorithm: string
  /** Null where all test rows are of one kind. */
  readonly roc_auc: number | null
  readonly average_precision: number | null
  readonly train_seconds: number
  readonly score_seconds: number
  readonly rows: number
  readonly training_rows: number
  readonly features: number
}

/** Reads and encodes the tables. The test labels serve for the figures only, never for learning. */
export async function readScoringTask(options: ScoringOptions): Promise<ScoringTask> {
  const { trainPath, testPath, label, normal, trainRows } = options
  const train = await readTable(trainPath, { label })
  const test = trainPath === testPath ? train : await readTable(testPath, { label })
  const trainLabels = labelsOf(train, label, normal)
  const testLabels = test === train ? trainLabels : labelsOf(test, label, normal)
  const chosen = trainLabels.labelledRows.filter((row) => {
    return trainRows === 'all' || !trainLabels.isAnomaly[row]
  })
  const encoding = encodingOf(train, chosen, options)
  const encoded = encoding.encode(train)
  const testRows = test === train ? encoded : encoding.encode(test)
  const { labelledRows, isAnomaly } = testLabels
  return {
    trainingRows: chosen.map((row) => encoded[row] as Float64Array),
    testRows: labelledRows.map((row) => testRows[row] as Float64Array),
    isAnomaly: Uint8Array.from(labelledRows, (row) => isAnomaly[row] as number),
    features: encoding.features,
    notes: [
      ...encoding.notes,
      ...unlabelledNotes(train, trainLabels),
      ...(test === train ? [] : unlabelledNotes(test, testLabels)),
    ],
  }
}

function unlabelledNotes({ path, rowCount }: Table, { labelledRows }: TableLabels): string[] {
  const count = rowCount - labelledRows.length
  return count === 0 ? [] : [`${count} rows of ${path} are left out: they have no label`]
}

/** Learns from the training rows, scores the test rows, and compares with the truth. */
export function scoreTask(algorithm: Algorithm, task: ScoringTask): ScoreReport {
  const start = performance.now()
  const scaler = scalerOf(task.trainingRows)
  const scorer = algorithm.train(task.trainingRows.map((row) => scaleRow(scaler, row)))
  const trainedAt = performance.now()
  const scores = scoreAll(
    scorer,
    task.testRows.map((row) => scaleRow(scaler, row)),
  )
  const scoredAt = performance.now()
  const { rocAuc, averagePrecision } = rankingOf(scores, task.isAnomaly)
  return {
    algorithm: algorithm.name,
    roc_auc: finiteOrNull(rocAuc),
    average_precision: finiteOrNull(averagePrecision),
    train_seconds: secondsOf(trainedAt - start),
    score_seconds: secondsOf(scoredAt - trainedAt),
    rows: task.testRows.length,
    training_rows: task.trainingRows.length,
    features: task.features.length,
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function secondsOf(ms: number): number {
  return Math.round(ms) / 1000
}
