import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineCommand } from 'citty'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import {
  areComparable,
  figuresToAccept,
  readAcceptedFigures,
  worseFigures,
} from '../evaluate/accepted-figures.ts'
import { evaluateFolder } from '../evaluate/evaluate-folder.ts'
import type { Evaluation } from '../evaluate/evaluation.ts'
import { evaluationText } from '../evaluate/evaluation-text.ts'
import { halves } from '../evaluate/labelled-captures.ts'
import { badUsage } from './command-line.ts'
import { readRunOptions, runArgs } from './run-options.ts'
import { writeOutput } from './write-output.ts'

const acceptedPath = fileURLToPath(new URL('../../evaluation/accepted.json', import.meta.url))
/** Where the project's own measurements lie; nothing of it is part of the project. */
const sharedFolder = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

/** `evaluate`: how well the detectors do on labelled captures. */
export const evaluateCommand = defineCommand({
  meta: { name: 'evaluate', description: 'Measure the detectors on captures with labels' },
  args: {
    folder: {
      type: 'positional',
      valueHint: 'FOLDER',
      required: false,
      description: 'Folder with labels.json, and tables in tabular/',
    },
    only: {
      type: 'string',
      default: 'all',
      description: 'all, untrained, or one model alone: forest, mahalanobis, ensemble …',
    },
    format: { type: 'string', default: 'text', description: 'text, markdown or json' },
    markdown: { type: 'boolean', description: 'Short for --format markdown' },
    half: {
      type: 'string',
      default: 'both',
      description: 'tuning or checking: every second labelled capture; of checking only totals',
    },
    checking: { type: 'boolean', description: 'Names the captures of the checking half' },
    tables: { type: 'boolean', default: true, description: '--no-tables leaves the tables out' },
    accept: { type: 'boolean', description: 'Keep these figures as the ones to hold' },
    ...runArgs,
  },
  async run({ args, rawArgs }) {
    const options = parseOptions(args)
    const folder = options.folder ?? sharedFolder
    if (options.folder === undefined && !existsSync(folder)) {
      console.log('Nothing to measure with: name a folder that holds captures and labels.json.')
      return
    }
    const { detectors: config } = await readRunOptions({ args, rawArgs })
    const isOrdinary = Object.keys(config.settings).length === 0
    if (options.accept && !isOrdinary) {
      throw badUsage('figures of other settings than the defaults are not accepted', usage)
    }
    const evaluation = await evaluateFolder(folder, {
      detectors: options.only,
      settings: config.settings,
      now: new Date(),
      tables: options.tables ? 'with' : 'without',
      half: options.half,
      // A name on the way would tell what the text keeps back.
      onProgress: (message) => {
        if (options.half !== 'checking' || options.checking) console.error(message)
      },
    })
    const isNamed = options.half !== 'checking' || options.checking
    const shown = isNamed ? evaluation : { ...evaluation, attacks: [], problems: [] }
    console.log(textOf(shown, options.format))
    for (const problem of shown.problems) console.error(problem)
    if (options.accept) await accept(evaluation)
    else if (!isOrdinary) console.error('not compared with the accepted figures: other settings')
    else if (options.only === 'all' && options.half === 'both') await compare(evaluation)
  },
})

const optionsSchema = z
  .object({
    folder: z.string().min(1).optional(),
    only: z.string().min(1),
    format: z.enum(['text', 'markdown', 'json']),
    markdown: z.boolean().default(false),
    tables: z.boolean(),
    half: z.enum(halves),
    checking: z.boolean().default(false),
    accept: z.boolean().default(false),
  })
  .transform(({ markdown, format, ...rest }) => {
    return { ...rest, format: markdown ? ('markdown' as const) : format }
  })

function parseOptions(args: unknown): z.output<typeof optionsSchema> {
  const parsed = optionsSchema.safeParse(args)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`)
  throw badUsage(issues.join('; '), usage)
}

const usage = 'See: net-anomaly evaluate --help'

function textOf(evaluation: Evaluation, format: 'text' | 'markdown' | 'json'): string {
  return format === 'json' ? JSON.stringify(evaluation) : evaluationText(evaluation, format)
}

async function accept(evaluation: Evaluation): Promise<void> {
  await writeOutput(acceptedPath, `${JSON.stringify(figuresToAccept(evaluation), null, 2)}\n`)
  console.error(`accepted: ${acceptedPath}`)
}

/** @throws AppError `E_WORSE_FIGURES` */
async function compare(evaluation: Evaluation): Promise<void> {
  const accepted = await readAcceptedFigures(acceptedPath)
  if (!accepted) return
  if (!areComparable(evaluation, accepted)) {
    console.error('not compared with the accepted figures, which are of other captures')
    return
  }
  const worse = worseFigures(evaluation, accepted)
  if (worse.length === 0) {
    console.error('no figure is worse than accepted')
    return
  }
  throw new AppError(errorCodes.E_WORSE_FIGURES, worse.join('; '), {
    fix: 'Find out why; where the change is wanted, accept it: npm run evaluate -- --accept',
  })
}
