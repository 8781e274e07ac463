import { z } from '@hono/zod-openapi'
import { AppError, batch, limitedArray } from 'step-1-skeleton'
import { flowInput, flowInputCountMax } from '../capture/flow-input.ts'
import {
  type CaptureFileSpec,
  type FlowsSpec,
  kindOfRecords,
  type SimulateSpec,
} from '../capture/source-spec.ts'
import type { DetectorConfig } from '../detect/config/detector-config.ts'
import { defaultModelName } from '../detect/model/model-bundle.ts'
import { errorCodes } from '../error-codes.ts'
import type { Monitor } from '../run/monitor.ts'
import { windowCountMax } from '../run/window-log.ts'
import { syntheticSeconds } from '../train/gather-windows.ts'
import { sequenceAlgorithm } from '../train/train-on-attacks.ts'
import { trainingDefaults } from '../train/train-on-captures.ts'
import type { TrainingTask } from '../train/training-task.ts'
import { fileId } from '../upload/upload-store.ts'
import { tooFewWindows, trainingWindowCountMin } from '../versions/held-out.ts'
import { resolveSource, type SourceRooms } from './source-request.ts'

/** What to learn from, and how. Without a choice: from the run, or where it has little, synthetic. */
export const trainingRequest = z
  .strictObject({
    items: batch.shape.items.optional(),
    flows: limitedArray(flowInput, flowInputCountMax).optional(),
    file_id: fileId.optional(),
    sample: z.string().max(100).optional(),
    /** The newest windows of the run, by number or by time. */
    windows: z.number().int().min(2).max(windowCountMax).optional(),
    minutes: z.number().positive().max(100_000).optional(),
    synthetic: z.boolean().optional(),
    algorithm: z.string().max(40).default(trainingDefaults.algorithm),
    contamination: z.number().gt(0).max(0.5).optional(),
    sample_rate: z.number().gt(0).max(1).default(1),
    seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(trainingDefaults.seed),
    model_name: z
      .string()
      .min(1)
      .max(100)
      .refine((name) => name !== defaultModelName, 'is the name of the model that is shipped')
      .default('host windows'),
    /** Let it judge at once; without it only the first version does. */
    activate: z.boolean().optional(),
    /** Let it judge although something speaks against it, such as attacks in what it learned from. */
    accept_concerns: z.boolean().default(false),
    /** Who trains it, as its history says. */
    author: z.string().trim().min(1).max(100).default('operator'),
    /** false: answer at once, and tell by GET /api/train/JOB_ID how it goes. */
    wait: z.boolean().default(true),
  })
  .refine((request) => chosen(request).length <= 1, {
    error: 'names more than one thing to learn from',
  })
  .openapi('TrainRequest', { example: { sample: 'ordinary', algorithm: 'forest' } })
export type TrainingRequest = z.infer<typeof trainingRequest>

const choices = ['items', 'flows', 'file_id', 'sample', 'windows', 'minutes', 'synthetic'] as const

function chosen(request: Partial<Record<(typeof choices)[number], unknown>>) {
  return choices.filter((name) => request[name] !== undefined && request[name] !== false)
}

export interface TrainingRooms extends SourceRooms {
  readonly monitor: Monitor
  readonly detectorConfig: () => DetectorConfig
  readonly now: () => Date
}

/**
 * Turns a request for a model of host windows into what the training's thread needs.
 * @throws AppError `E_NO_WINDOWS`, `E_TOO_FEW_ITEMS`, `E_NO_LABELS`, `E_NO_FILE`, `E_NO_SAMPLE`
 */
export async function resolveTraining(
  request: TrainingRequest,
  rooms: TrainingRooms,
): Promise<TrainingTask> {
  const { algorithm, contamination, sample_rate, seed, model_name } = request
  return {
    ...(await dataOf(request, rooms)),
    algorithm,
    contamination: contamination ?? trainingDefaults.contamination,
    seed,
    sampleRate: sample_rate,
    modelName: model_name,
    settings: rooms.detectorConfig().settings,
    nowMs: rooms.now().getTime(),
  }
}

type TrainingData = Pick<
  TrainingTask,
  'sources' | 'rows' | 'attacks' | 'runId' | 'source' | 'captures'
>

async function dataOf(request: TrainingRequest, rooms: TrainingRooms): Promise<TrainingData> {
  const { flows, file_id, sample, seed } = request
  if (request.algorithm === sequenceAlgorithm) {
    return dataOfSources(await labelledSourcesOf(request, rooms))
  }
  if (flows) return dataOfSources([flowsOf(flows)])
  if (file_id !== undefined || sample !== undefined) {
    const spec = await resolveSource({ source: { kind: 'pcap', file_id, sample } }, rooms)
    return dataOfSources([spec as CaptureFileSpec])
  }
  if (request.synthetic) return dataOfSources([syntheticOf(seed)])
  return (await dataOfRun(request, rooms.monitor)) ?? dataOfSources([syntheticOf(seed)])
}

function dataOfSources(sources: TrainingTask['sources']): TrainingData {
  const [first] = sources
  const source = first === undefined || first.kind === 'flows' ? 'pcap' : first.kind
  const captures = sources.map(({ name }) => name)
  return { sources, rows: [], attacks: [], runId: null, source, captures }
}

/**
 * The windows of the run, unless none was chosen and it has too few: of a simulation, or without any
 * run, undefined then. Real traffic is never replaced by what is simulated.
 */
async function dataOfRun(
  { windows, minutes }: TrainingRequest,
  monitor: Monitor,
): Promise<TrainingData | undefined> {
  const limit = minutes === undefined ? {} : { minutes }
  const count = windows ?? windowCountMax
  const kept = await monitor.ask('windowRows', { count, ...limit })
  const { source } = monitor
  const isChosen = windows !== undefined || minutes !== undefined
  const found = kept?.windows.length ?? 0
  if (found < trainingWindowCountMin && !isChosen && (source?.kind ?? 'simulate') === 'simulate') {
    return undefined
  }
  if (!kept || !source || found === 0) throw noWindows()
  if (found < trainingWindowCountMin) throw tooFewWindows(found)
  return {
    sources: [],
    rows: kept.windows.map(({ row }) => row),
    attacks: kept.attacks,
    runId: monitor.status().run_id,
    source: kindOfRecords(source),
    captures: [source.name],
  }
}

/** A sample has labels, and so has what is simulated; all else has none. */
async function labelledSourcesOf(
  request: TrainingRequest,
  rooms: SourceRooms,
): Promise<TrainingTask['sources']> {
  const { sample, seed } = request
  if (sample !== undefined) {
    const spec = await resolveSource({ source: { kind: 'pcap', sample } }, rooms)
    return [spec as CaptureFileSpec]
  }
  if (chosen(request).every((name) => name === 'synthetic')) {
    const { scenarios } = await import('../simulate/scenarios/scenarios.ts')
    return scenarios.map(({ name }) => ({ kind: 'simulate', name, seed }))
  }
  throw new AppError(
    errorCodes.E_NO_LABELS,
    `${sequenceAlgorithm} learns from attacks that have a name`,
    {
      fix: 'Train it with synthetic: true or a sample, or on captures with labels: net-anomaly train',
    },
  )
}

function flowsOf(flows: FlowsSpec['flows']): FlowsSpec {
  return { kind: 'flows', name: 'POST /api/train', flows }
}

function syntheticOf(seed: number): SimulateSpec {
  return { kind: 'simulate', name: 'office', seed, durationSeconds: syntheticSeconds }
}

function noWindows(): AppError {
  return new AppError(errorCodes.E_NO_WINDOWS, 'the run has no host windows to learn from yet', {
    fix: 'Start a capture and wait for some minutes of traffic, or train on a file or a sample.',
  })
}
