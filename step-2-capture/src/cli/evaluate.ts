import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineCommand } from 'citty'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import type { Settings } from '../detect/config/settings.ts'
import { errorCodes } from '../error-codes.ts'
import {
  type AcceptedFile,
  areComparable,
  figuresToAccept,
  readAcceptedFigures,
  worseCases,
  worseFigures,
} from '../evaluate/accepted-figures.ts'
import { type CaseVerdict, evaluateCases, isRight } from '../evaluate/evaluate-cases.ts'
import { evaluateFolder } from '../evaluate/evaluate-folder.ts'
import type { Evaluation } from '../evaluate/evaluation.ts'
import { casesText, evaluationText, packetText } from '../evaluate/evaluation-text.ts'
import { halves } from '../evaluate/labelled-captures.ts'
import { type MeasuredSet, measuredSet, setsIn } from '../evaluate/measured-set.ts'
import {
  judgeLabelledPackets,
  judgeScenarios,
  type PacketVerdicts,
} from '../evaluate/packet-verdicts.ts'
import { readWrittenCases } from '../evaluate/written-case.ts'
import { badUsage } from './command-line.ts'
import { readRunOptions, runArgs } from './run-options.ts'
import { writeOutput } from './write-output.ts'

const acceptedPath = fileURLToPath(new URL('../../evaluation/accepted.json', import.meta.url))
const casesPath = fileURLToPath(new URL('../../evaluation/cases.json', import.meta.url))
/** Where the project's own measurements lie; nothing of it is part of the project. */
const sharedFolder = fileURLToPath(new URL('../../../../shared', import.meta.url))
const casesFolder = join(sharedFolder, 'data-2/cases')

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
    packets: {
      type: 'boolean',
      description: 'Only the verdicts on packets: of simulated attacks, and of FOLDER/modbus',
    },
    accept: { type: 'boolean', description: 'Keep these figures as the ones to hold' },
    ...runArgs,
  },
  async run({ args, rawArgs }) {
    const options = parseOptions(args)
    const sets = options.folder
      ? [measuredSet(options.folder, options.half)]
      : setsIn(sharedFolder, options.half)
    if (sets.length === 0 && !options.packets) {
      console.log('Nothing to measure with: name a folder that holds captures and labels.json.')
      return
    }
    const { detectors: config } = await readRunOptions({ args, rawArgs })
    const { settings } = config
    if (options.packets) {
      await measurePackets(options, settings)
      return
    }
    const isOrdinary = Object.keys(settings).length === 0
    if (options.accept && !isOrdinary) {
      throw badUsage('figures of other settings than the defaults are not accepted', usage)
    }
    const evaluations: Evaluation[] = []
    for (const set of sets) evaluations.push(await measure(set, options, settings))
    const cases = options.folder ? [] : await measureCases(settings, options.format)
    if (options.accept) await accept(evaluations, cases)
    else if (!isOrdinary) console.error('not compared with the accepted figures: other settings')
    else if (options.only === 'all') await compare(evaluations, cases)
  },
})

type EvaluateArgs = z.output<typeof optionsSchema>

/** Measures a set and prints it: of the checking half totals only, unless names are asked for. */
async function measure(
  set: MeasuredSet,
  options: EvaluateArgs,
  settings: Settings,
): Promise<Evaluation> {
  const isNamed = set.half !== 'checking' || options.checking
  const evaluation = await evaluateFolder(set, {
    detectors: options.only,
    settings,
    now: new Date(),
    tables: options.tables ? 'with' : 'without',
    // A name on the way would tell what the text keeps back.
    onProgress: (message) => {
      if (isNamed) console.error(message)
    },
  })
  const shown = isNamed ? evaluation : { ...evaluation, attacks: [], problems: [] }
  console.log(textOf(shown, options.format))
  for (const problem of shown.problems) console.error(problem)
  return evaluation
}

const packetSeeds = [1, 2, 3, 4, 5]

async function measurePackets({ folder, format }: EvaluateArgs, settings: Settings): Promise<void> {
  const verdicts: PacketVerdicts[] = []
  for (const one of judgeScenarios({ seeds: packetSeeds, settings })) {
    console.error(one.name)
    verdicts.push(one)
  }
  verdicts.push(...(await judgeLabelledPackets(folder ?? join(sharedFolder, 'data'), settings)))
  console.log(format === 'json' ? JSON.stringify(verdicts) : packetText(verdicts, format))
}

async function measureCases(
  settings: Settings,
  format: EvaluateArgs['format'],
): Promise<CaseVerdict[]> {
  if (!existsSync(casesFolder)) return []
  const cases = await readWrittenCases(casesPath)
  const verdicts = await evaluateCases(cases, { folder: casesFolder, settings })
  console.log(format === 'json' ? JSON.stringify({ cases: verdicts }) : casesText(verdicts))
  return verdicts
}

const optionsSchema = z
  .object({
    folder: z.string().min(1).optional(),
    only: z.string().min(1),
    format: z.enum(['text', 'markdown', 'json']),
    markdown: z.boolean().default(false),
    tables: z.boolean(),
    half: z.enum(halves),
    checking: z.boolean().default(false),
    packets: z.boolean().default(false),
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

async function accept(
  evaluations: readonly Evaluation[],
  cases: readonly CaseVerdict[],
): Promise<void> {
  const { sets, cases_right } = await readAcceptedFigures(acceptedPath)
  const right = cases.length === 0 ? cases_right : cases.filter(isRight).length
  const accepted: AcceptedFile = {
    sets: {
      ...sets,
      ...Object.fromEntries(evaluations.map((one) => [one.name, figuresToAccept(one)])),
    },
    ...(right === undefined ? {} : { cases_right: right }),
  }
  await writeOutput(acceptedPath, `${JSON.stringify(accepted, null, 2)}\n`)
  console.error(`accepted: ${acceptedPath}`)
}

/** @throws AppError `E_WORSE_FIGURES` */
async function compare(
  evaluations: readonly Evaluation[],
  cases: readonly CaseVerdict[],
): Promise<void> {
  const accepted = await readAcceptedFigures(acceptedPath)
  const worse: string[] = cases.length === 0 ? [] : worseCases(cases, accepted)
  for (const evaluation of evaluations) {
    const { name } = evaluation
    const figures = accepted.sets[name]
    if (figures && areComparable(evaluation, figures)) {
      worse.push(...worseFigures(evaluation, figures).map((text) => `${name}: ${text}`))
    } else console.error(`${name}: there are no accepted figures of these captures`)
  }
  if (worse.length === 0) {
    console.error('no figure is worse than accepted')
    return
  }
  throw new AppError(errorCodes.E_WORSE_FIGURES, worse.join('; '), {
    fix: 'Find out why; where the change is wanted, accept it: npm run evaluate -- --accept',
  })
}
