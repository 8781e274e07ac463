import { defineCommand } from 'citty'
import type { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { running } from '../detect/config/settings.ts'
import { detectors } from '../detect/detectors.ts'
import { type AnalyzeReport, analyzeCapture } from '../run/analyze-capture.ts'
import { badUsage } from './command-line.ts'
import { ExtractFiles } from './extract-files.ts'
import { openInput } from './input.ts'
import { showProgress } from './progress.ts'
import { readRunOptions, runArgs } from './run-options.ts'

/** `extract`: the host windows of captures as `metrics.jsonl`, and their packets as CSV. */
export const extractCommand = defineCommand({
  meta: { name: 'extract', description: 'Write the host windows of captures, and their packets' },
  args: {
    files: { type: 'positional', valueHint: 'FILE…', required: false, description: 'Captures' },
    out: { type: 'string', default: 'metrics.jsonl', description: 'File for the host windows' },
    csv: { type: 'string', description: 'File for the packets with their verdicts' },
    flows: { type: 'string', description: 'File for the flows, a line of JSON each' },
    'packet-features': { type: 'string', description: 'CSV file for the features of each packet' },
    model: {
      type: 'string',
      description: 'What `train` wrote: its verdict is in the packets’ CSV',
    },
    'rotate-bytes': {
      type: 'string',
      description: 'Begin each file anew at this size, and keep the two before',
    },
    'sample-rate': { type: 'string', default: '1', description: 'Share of the windows to keep' },
    format: { type: 'string', default: 'text', description: 'What is said: text or json' },
    ...runArgs,
  },
  async run({ args, rawArgs }) {
    const options = parseOptions(args)
    const { files, out, format } = options
    const { detectors: config, sensor } = await readRunOptions({ args, rawArgs })
    const chosen = running(await detectorsWith(options.model), config.settings)
    const written = await ExtractFiles.open(options)
    let firstProblem: AppError | undefined
    for (const file of files) {
      const source = openInput(file)
      const progress = await showProgress(source)
      const report = await analyzeCapture(source, {
        detectors: chosen,
        sensor,
        onBytes: progress.add,
        onDetection: () => {},
        ...written.listeners,
      })
      progress.end()
      firstProblem ??= report.error
      if (report.error) console.error(complaint(report, report.error))
    }
    written.close()
    const { windowCount } = written
    if (format === 'json') console.log(JSON.stringify({ out, windows: windowCount }))
    else console.log(`${windowCount} host windows in ${out}`)
    if (firstProblem) throw firstProblem
  },
})

/** Models are loaded only for those who have one. */
async function detectorsWith(model: string | undefined) {
  if (!model) return detectors
  const { openModel } = await import('./model-input.ts')
  return [...detectors, await openModel(model)]
}

/** A file of less would hold less than a buffer of rows. */
const rotateBytesMin = 1_048_576

const optionsSchema = z.object({
  files: z.array(z.string().min(1)).min(1, 'name at least one'),
  out: z.string().min(1),
  csv: z.string().min(1).optional(),
  flows: z.string().min(1).optional(),
  'packet-features': z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  'rotate-bytes': z.coerce.number().int().min(rotateBytesMin).default(Number.POSITIVE_INFINITY),
  'sample-rate': z.coerce.number().gt(0).max(1),
  format: z.enum(['text', 'json']),
})

function parseOptions(args: { readonly _: string[] }): z.infer<typeof optionsSchema> {
  const parsed = optionsSchema.safeParse({ ...args, files: args._ })
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw badUsage(issues.join('; '), 'See: net-anomaly extract --help')
}

function complaint({ file }: AnalyzeReport, { code, message, fix }: AppError): string {
  return `${file}: ${code}: ${message}\n${fix}`
}
