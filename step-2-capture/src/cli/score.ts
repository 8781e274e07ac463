import { realpath } from 'node:fs/promises'
import { type ArgsDef, defineCommand } from 'citty'
import { z } from 'zod'
import {
  readScoringTask,
  type ScoreReport,
  type ScoringOptions,
  scoreTask,
} from '../dataset/score-tables.ts'
import { createAlgorithm } from '../detect/model/algorithms/registry.ts'
import { badUsage } from './command-line.ts'
import { type FormerOptions, renamedOptions } from './former-options.ts'

const algorithmsByDefault = 'forest,mahalanobis,ocsvm,autoencoder,ensemble'
const formerOptions: FormerOptions = { algorithm: 'detector', 'train-rows': 'fit' }

const scoreArguments: ArgsDef = {
  train: { type: 'string', required: true, description: 'Table to learn from' },
  test: { type: 'string', required: true, description: 'Table to score; may be the same file' },
  label: {
    type: 'string',
    required: true,
    description: 'Label column, by name or number from 1',
  },
  normal: { type: 'string', required: true, description: 'Label of the ordinary rows' },
  algorithm: {
    type: 'string',
    description: `Algorithms, separated by commas (default: ${algorithmsByDefault})`,
  },
  'train-rows': {
    type: 'string',
    description: 'Rows to learn from: all or normal (default: all when the files are one)',
  },
  log1p: { type: 'boolean', description: 'Take log(1 + x) of columns with a long tail' },
  'one-hot': { type: 'string', description: 'Columns whose values become features' },
  ignore: { type: 'string', description: 'Columns to leave out' },
  contamination: {
    type: 'string',
    description:
      'Share of the training rows that may be anomalies (default: 0.1 with --train-rows all)',
  },
  seed: { type: 'string', default: '1', description: 'Seed of everything random' },
  format: { type: 'string', default: 'text', description: 'text or json' },
  detector: { type: 'string', description: 'Former name of --algorithm' },
  fit: { type: 'string', description: 'Former name of --train-rows' },
}

/** `score`: how well algorithms tell anomalies from ordinary rows in a table with labels. */
export const scoreCommand = defineCommand({
  meta: { name: 'score', description: 'Measure algorithms on a table with labels (CSV, gzip)' },
  args: scoreArguments,
  async run({ args }) {
    const options = parseOptions(renamedOptions(args, formerOptions))
    const isOneFile = (await realPath(options.train)) === (await realPath(options.test))
    const trainRows = options['train-rows'] ?? (isOneFile ? 'all' : 'normal')
    const contamination = options.contamination ?? (trainRows === 'all' ? contaminationOfAll : 0)
    // A wrong name is refused before minutes go into the right ones.
    const algorithms = options.algorithm.map((name) =>
      createAlgorithm(name, { seed: options.seed, contamination }),
    )
    const task = await readScoringTask(scoringOptions(options, trainRows, isOneFile))
    for (const note of task.notes) console.error(note)
    if (options.format === 'text') console.log(textHeader)
    for (const algorithm of algorithms) {
      const report = scoreTask(algorithm, task)
      console.log(options.format === 'json' ? jsonLine(report) : textLine(report))
    }
  },
})

/** Who learns from mixed rows expects one in ten to be strange, as PyOD does. */
const contaminationOfAll = 0.1

const list = z.string().transform((text) => text.split(',').map((part) => part.trim()))

const optionsSchema = z.object({
  train: z.string().min(1),
  test: z.string().min(1),
  label: z.string().min(1),
  normal: z.string(),
  algorithm: list.default(algorithmsByDefault.split(',')),
  'train-rows': z.enum(['all', 'normal']).optional(),
  log1p: z.boolean().default(false),
  'one-hot': list.default([]),
  ignore: list.default([]),
  contamination: z.coerce.number().min(0).max(0.5).optional(),
  seed: z.coerce.number().int().min(0),
  format: z.enum(['text', 'json']),
})
type Options = z.infer<typeof optionsSchema>

/** @throws AppError `E_BAD_USAGE` */
function parseOptions(args: unknown): Options {
  const parsed = optionsSchema.safeParse(args)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`)
  throw badUsage(issues.join('; '), 'See: net-anomaly score --help')
}

function scoringOptions(
  options: Options,
  trainRows: 'all' | 'normal',
  isOneFile: boolean,
): ScoringOptions {
  const { train, test, label, normal, ignore, log1p } = options
  const testPath = isOneFile ? train : test
  return {
    trainPath: train,
    testPath,
    label,
    normal,
    trainRows,
    ignore,
    log1p,
    oneHot: options['one-hot'],
  }
}

/** The file that a path leads to; a path that leads nowhere is reported when it is read. */
async function realPath(path: string): Promise<string> {
  return await realpath(path).catch(() => path)
}

const textHeader = 'algorithm       ROC-AUC       AP  train s  score s      rows'

/** With the names of version 0.1 beside those of today, which go with the next version. */
function jsonLine(report: ScoreReport): string {
  const { algorithm: detector, train_seconds: fit_seconds } = report
  return JSON.stringify({ ...report, detector, fit_seconds })
}

function textLine(report: ScoreReport): string {
  const figure = (value: number | null) => (value === null ? '-' : value.toFixed(4)).padStart(9)
  const seconds = (value: number) => value.toFixed(3).padStart(9)
  return (
    report.algorithm.padEnd(14) +
    figure(report.roc_auc) +
    figure(report.average_precision) +
    seconds(report.train_seconds) +
    seconds(report.score_seconds) +
    String(report.rows).padStart(10)
  )
}
