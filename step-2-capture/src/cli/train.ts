import { writeFile } from 'node:fs/promises'
import { defineCommand } from 'citty'
import { AppError } from 'step-1-skeleton'
import { z } from 'zod'
import { trainingDefaults, trainOnCaptures } from '../train/train-on-captures.ts'
import { packetTrainingDefaults, trainPacketModel } from '../train/train-packet-model.ts'
import { badUsage } from './command-line.ts'
import { openInput } from './input.ts'

/** `train`: a model of what hosts ordinarily do, from captures of ordinary traffic. */
export const trainCommand = defineCommand({
  meta: { name: 'train', description: 'Learn from captures of ordinary traffic' },
  args: {
    files: { type: 'positional', valueHint: 'FILE…', required: false, description: 'Captures' },
    out: { type: 'string', default: 'model.json', description: 'File for the model' },
    level: {
      type: 'string',
      default: 'window',
      description: 'window: what a host does in 10 s; packet: what a single packet is',
    },
    algorithm: {
      type: 'string',
      description: 'mahalanobis, whitened, forest, autoencoder, ocsvm, ensemble …',
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
    const { out, format, level } = options
    const trained = await trainModel(options)
    await save(out, JSON.stringify(trained.toBundle()))
    const { id, state } = trained.model
    const { algorithm, items, threshold } = state
    const [unit, name] = level === 'packet' ? ['packets', 'packets'] : ['windows', 'host windows']
    const summary = { out, model_id: id, algorithm, [unit]: items, threshold }
    if (format === 'json') console.log(JSON.stringify(summary))
    else console.log(`${out}: ${algorithm} model ${id} of ${items} ${name}`)
  },
})

const optionsSchema = z.object({
  files: z.array(z.string().min(1)).min(1, 'name at least one'),
  out: z.string().min(1),
  level: z.enum(['window', 'packet']),
  algorithm: z.string().min(1).optional(),
  contamination: z.coerce.number().gt(0).max(0.5).optional(),
  'sample-rate': z.coerce.number().gt(0).max(1),
  seed: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  format: z.enum(['text', 'json']),
})

type Options = z.infer<typeof optionsSchema>

async function trainModel({ files, out, level, ...rest }: Options) {
  const defaults = level === 'packet' ? packetTrainingDefaults : trainingDefaults
  const train = level === 'packet' ? trainPacketModel : trainOnCaptures
  return await train(files.map(openInput), {
    algorithm: rest.algorithm ?? defaults.algorithm,
    contamination: rest.contamination ?? defaults.contamination,
    seed: rest.seed,
    sampleRate: rest['sample-rate'],
    modelName: out,
    now: new Date(),
  })
}

function parseOptions(args: { readonly _: string[] }): Options {
  const parsed = optionsSchema.safeParse({ ...args, files: args._ })
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw badUsage(issues.join('; '), 'See: net-anomaly train --help')
}

async function save(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('E_NOT_SAVED', `the model could not be saved: ${reason}`, {
      status: 507,
      fix: 'Free some space, or write to another folder with --out.',
    })
  }
}
