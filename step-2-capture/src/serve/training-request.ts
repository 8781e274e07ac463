import { z } from '@hono/zod-openapi'
import { AppError, batch, limitedArray } from 'step-1-skeleton'
import { flowInput, flowInputCountMax } from '../capture/flow-input.ts'
import {
  type CaptureFileSpec,
  type FlowsSpec,
  kindOfRecords,
  type SimulateSpec,
} from '../capture/source-spec.ts'
import { errorCodes } from '../error-codes.ts'
import type { Monitor } from '../run/monitor.ts'
import { windowCountMax } from '../run/window-log.ts'
import { scenarios } from '../simulate/scenarios/scenarios.ts'
import { sequenceAlgorithm } from '../train/train-on-attacks.ts'
import { trainingDefaults } from '../train/train-on-captures.ts'
import type { TrainingTask } from '../train/training-task.ts'
import { fileId } from '../upload/upload-store.ts'
import { resolveSource, type SourceRooms } from './source-request.ts'

/** With fewer windows of the run, what is said to be ordinary would be chance. */
const runWindowCountMin = 100
/** Half an hour of a simulated office: some 6,000 windows, made in two seconds. */
const syntheticSeconds = 1_800

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
    model_name: z.string().min(1).max(100).default('host windows'),
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

/** Turns a request for a model of host windows into what the training's thread needs. */
export async function resolveTraining(
  request: TrainingRequest,
  rooms: SourceRooms & { readonly monitor: Monitor; readonly now: () => Date },
): Promise<TrainingTask> {
  const { algorithm, contamination, sample_rate, seed, model_name } = request
  const task = {
    sources: [],
    rows: [],
    rowSource: 'pcap' as const,
    algorithm,
    contamination: contamination ?? trainingDefaults.contamination,
    seed,
    sampleRate: sample_rate,
    modelName: model_name,
    nowMs: rooms.now().getTime(),
  }
  if (algorithm === sequenceAlgorithm) {
    return { ...task, sources: await labelledSourcesOf(request, rooms) }
  }
  const { flows, file_id, sample } = request
  if (flows) return { ...task, sources: [flowsOf(flows)] }
  if (file_id !== undefined || sample !== undefined) {
    const spec = await resolveSource({ source: { kind: 'pcap', file_id, sample } }, rooms)
    return { ...task, sources: [spec as CaptureFileSpec] }
  }
  if (request.synthetic) return { ...task, sources: [syntheticOf(seed)] }
  const rows = await rowsOfRun(request, rooms.monitor)
  const isChosen = request.windows !== undefined || request.minutes !== undefined
  if (isChosen || rows.length >= runWindowCountMin) {
    if (rows.length === 0) throw noWindows()
    const { source } = rooms.monitor
    return { ...task, rows, rowSource: source ? kindOfRecords(source) : 'pcap' }
  }
  return { ...task, sources: [syntheticOf(seed)] }
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

async function rowsOfRun(
  { windows, minutes }: TrainingRequest,
  monitor: Monitor,
): Promise<Float64Array[]> {
  const limit = minutes === undefined ? {} : { minutes }
  return (await monitor.ask('windowRows', { count: windows ?? windowCountMax, ...limit })) ?? []
}

function noWindows(): AppError {
  return new AppError(errorCodes.E_NO_WINDOWS, 'the run has no host windows to learn from yet', {
    fix: 'Start a capture and wait for some minutes of traffic, or train on a file or a sample.',
  })
}
