import { truncate } from 'node:fs/promises'
import { defineCommand } from 'citty'
import { AppError } from 'step-1-skeleton'
import { z } from 'zod'
import { type AnalyzeReport, analyzeCapture } from '../analyze-capture.ts'
import { defaultDetectors } from '../detect/default-detectors.ts'
import { PacketCsv, packetColumns } from '../monitor/packet-csv.ts'
import { RotatingFile } from '../monitor/rotating-file.ts'
import { badUsage } from './command-line.ts'
import { openInput } from './input.ts'
import { showProgress } from './progress.ts'

/** `extract`: the host windows of captures as `metrics.jsonl`, and their packets as CSV. */
export const extractCommand = defineCommand({
  meta: { name: 'extract', description: 'Write the host windows of captures, and their packets' },
  args: {
    files: { type: 'positional', valueHint: 'FILE…', required: false, description: 'Captures' },
    out: { type: 'string', default: 'metrics.jsonl', description: 'File for the host windows' },
    csv: { type: 'string', description: 'File for the packets with their verdicts' },
    flows: { type: 'string', description: 'File for the flows, a line of JSON each' },
    'rotate-bytes': {
      type: 'string',
      description: 'Begin each file anew at this size, and keep the two before',
    },
    'sample-rate': { type: 'string', default: '1', description: 'Share of the windows to keep' },
    format: { type: 'string', default: 'text', description: 'What is said: text or json' },
  },
  async run({ args }) {
    const options = parseOptions(args)
    const { files, out, format } = options
    const bytesMax = options['rotate-bytes']
    const windows = await newFile({ path: out, bytesMax })
    const packets = await newFile({ path: options.csv, bytesMax, header: packetColumns.join(',') })
    const flows = await newFile({ path: options.flows, bytesMax })
    const rows = packets && new PacketCsv(packets)
    const keep = everyShare(options['sample-rate'])
    let windowCount = 0
    let firstProblem: AppError | undefined
    for (const file of files) {
      const source = openInput(file)
      const progress = await showProgress(source)
      const report = await analyzeCapture(source, {
        detectors: defaultDetectors(),
        onBytes: progress.add,
        onDetection: () => {},
        onWindowLine: (line) => {
          if (!keep()) return
          windowCount++
          windows?.write(line)
        },
        ...(flows ? { onFlowLine: (line) => flows.write(line) } : {}),
        ...(rows ? { onPacketNote: (note) => rows.add(note) } : {}),
      })
      progress.end()
      firstProblem ??= report.error
      if (report.error) console.error(complaint(report, report.error))
    }
    rows?.flush()
    for (const file of [windows, packets, flows]) {
      file?.close()
      if (file?.problem) throw notWritten(file.problem)
    }
    if (format === 'json') console.log(JSON.stringify({ out, windows: windowCount }))
    else console.log(`${windowCount} host windows in ${out}`)
    if (firstProblem) throw firstProblem
  },
})

/** A file of less would hold less than a buffer of rows. */
const rotateBytesMin = 1_048_576

const optionsSchema = z.object({
  files: z.array(z.string().min(1)).min(1, 'name at least one'),
  out: z.string().min(1),
  csv: z.string().min(1).optional(),
  flows: z.string().min(1).optional(),
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

/**
 * What the user names is written whole, however long it becomes, unless `--rotate-bytes` is given. It is emptied, never removed: it
 * may be a pipe, a device, or a link that others rely on.
 */
async function newFile(file: {
  readonly path: string | undefined
  readonly bytesMax: number
  readonly header?: string
}): Promise<RotatingFile | undefined> {
  const { path, bytesMax, header = '' } = file
  if (path === undefined) return undefined
  try {
    await truncate(path)
  } catch (error) {
    // A file that is not there yet is made; what can not be emptied (a pipe) is written to as it is.
    if (!isExpected(error)) throw notWritten(`${path}: ${error}`)
  }
  return new RotatingFile({ path, header, fileBytesMax: bytesMax })
}

function isExpected(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOENT', 'EINVAL'].includes(`${error.code}`)
}

/** True for so many of all calls, evenly spread, and for the same ones each time. */
function everyShare(share: number): () => boolean {
  let count = 0
  return () => Math.floor(++count * share) > Math.floor((count - 1) * share)
}

function complaint({ file }: AnalyzeReport, { code, message, fix }: AppError): string {
  return `${file}: ${code}: ${message}\n${fix}`
}

function notWritten(problem: string): AppError {
  return new AppError('E_NOT_SAVED', `could not be written: ${problem}`, {
    status: 507,
    fix: 'Free some space, or write to another folder.',
  })
}
