import { defineCommand } from 'citty'
import { summarize } from 'step-1-skeleton'
import { z } from 'zod'
import type { PacketSource } from '../capture/packet-source.ts'
import { SimulatedSource } from '../capture/simulated-source.ts'
import { describeHostModel } from '../detect/model/host-model.ts'
import { syntheticSeconds } from '../train/gather-windows.ts'
import { labelledFile, labelledScenarios } from '../train/labelled-sources.ts'
import { sequenceAlgorithm, trainOnAttacks } from '../train/train-on-attacks.ts'
import { trainingDefaults, trainOnCaptures } from '../train/train-on-captures.ts'
import { packetTrainingDefaults, trainPacketModel } from '../train/train-packet-model.ts'
import { badUsage } from './command-line.ts'
import { openInput } from './input.ts'
import { withProgress } from './progress.ts'
import { refuseSharedNames } from './shared-names.ts'
import { writeOutput } from './write-output.ts'

/** `train`: a model of what hosts ordinarily do, from captures of ordinary traffic. */
export const trainCommand = defineCommand({
  meta: {
    name: 'train',
    description: 'Learn from captures of ordinary traffic; lstm also from attacks with labels',
  },
  args: {
    files: { type: 'positional', valueHint: 'FILE…', required: false, description: 'Captures' },
    synthetic: {
      type: 'boolean',
      default: false,
      description: 'Instead of captures: a simulated office; for lstm every simulated attack',
    },
    out: { type: 'string', default: 'model.json', description: 'File for the model' },
    level: {
      type: 'string',
      default: 'window',
      description: 'window: what a host does in 10 s; packet: what a single packet is',
    },
    algorithm: {
      type: 'string',
      description: 'mahalanobis, whitened, forest, autoencoder, ocsvm, ensemble …; lstm',
    },
    contamination: {
      type: 'string',
      description: 'Share of the windows, or packets, that may be attacks',
    },
    'sample-rate': { type: 'string', default: '1', description: 'Share of them to look at' },
    seed: {
      type: 'string',
      default: String(trainingDefaults.seed),
      description: 'The same seed gives the same model',
    },
    format: { type: 'string', default: 'text', description: 'What is said: text or json' },
  },
  async run({ args }) {
    const options = parseOptions(args)
    const { files, out, format, level } = options
    await refuseSharedNames({ inputs: files, outputs: { out } })
    const { model_id, algorithm, items, threshold, bundle } = await train(options)
    await writeOutput(out, JSON.stringify(bundle))
    const [unit, name] = level === 'packet' ? ['packets', 'packets'] : ['windows', 'host windows']
    const summary = { out, model_id, algorithm, [unit]: items, threshold }
    if (format === 'json') console.log(JSON.stringify(summary))
    else console.log(`${out}: ${algorithm} model ${model_id} of ${items} ${name}`)
  },
})

const optionsSchema = z.object({
  files: z.array(z.string().min(1)),
  synthetic: z.boolean(),
  out: z.string().min(1),
  level: z.enum(['window', 'packet']),
  algorithm: z.string().min(1).optional(),
  contamination: z.coerce.number().gt(0).max(0.5).optional(),
  'sample-rate': z.coerce.number().gt(0).max(1),
  seed: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  format: z.enum(['text', 'json']),
})

type Options = z.infer<typeof optionsSchema>

/** Played for a model of attacks when no capture is named. */
const simulatedSeedCount = 2

async function train(options: Options) {
  const { files, synthetic, out, level, algorithm, contamination, seed, ...rest } = options
  if (synthetic && files.length > 0) throw badUsage('--synthetic takes the place of files', usage)
  // Without a date of today: the same captures and the same seed give the same bytes.
  const common = { seed, modelName: out }
  if (algorithm === sequenceAlgorithm) {
    if (level === 'packet') throw badUsage(`${algorithm} learns from windows, not packets`, usage)
    const seeds = Array.from({ length: simulatedSeedCount }, (_, index) => seed + index)
    const named = files.map((file) => labelledFile(file))
    const model = await trainOnAttacks(named.length > 0 ? named : labelledScenarios(seeds), common)
    return { ...describeHostModel(model), bundle: model.toBundle() }
  }
  if (files.length === 0 && !synthetic) throw badUsage('files: name at least one', usage)
  const defaults = level === 'packet' ? packetTrainingDefaults : trainingDefaults
  const trained = await (level === 'packet' ? trainPacketModel : trainOnCaptures)(
    synthetic ? [office(seed)] : files.map((file) => withProgress(openInput(file))),
    {
      ...common,
      algorithm: algorithm ?? defaults.algorithm,
      contamination: contamination ?? defaults.contamination,
      sampleRate: rest['sample-rate'],
    },
  )
  return { ...summarize(trained.model), bundle: trained.toBundle() }
}

/** The same traffic as `POST /api/train` learns from with `synthetic: true`. */
function office(seed: number): PacketSource {
  return new SimulatedSource({ scenario: 'office', seed, durationSeconds: syntheticSeconds })
}

const usage = 'See: net-anomaly train --help'

function parseOptions(args: { readonly _: string[] }): Options {
  const parsed = optionsSchema.safeParse({ ...args, files: args._ })
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw badUsage(issues.join('; '), usage)
}
