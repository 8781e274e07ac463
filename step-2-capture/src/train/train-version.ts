import type { PacketSource } from '../capture/packet-source.ts'
import { running } from '../detect/config/settings.ts'
import { detectors } from '../detect/detectors.ts'
import { createAlgorithm } from '../detect/model/algorithms/registry.ts'
import { WindowModel } from '../detect/model/window-model.ts'
import {
  hashOfRows,
  splitRows,
  tooFewWindows,
  trainingWindowCountMin,
} from '../versions/held-out.ts'
import { gatherWindows } from './gather-windows.ts'
import { type LabelledSource, trainOnAttacks } from './train-on-attacks.ts'
import type { Trained, TrainingTask } from './training-task.ts'

/** Reading is most of the work; the rest of the progress is the fit. */
const readingShare = 0.9

type Task = Omit<TrainingTask, 'sources' | 'nowMs'> & {
  readonly now: Date
  /** Called with how far it is, 0 to 1. */
  readonly onProgress: (progress: number) => void
}

/**
 * Trains a version of a model of host windows: a fifth of the windows is held out to measure it, and
 * the detectors say whether attacks are in what it learns from.
 * @throws AppError why a capture cannot be read, or `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS`
 */
export async function trainWindowVersion(
  sources: readonly PacketSource[],
  task: Task,
): Promise<Trained> {
  const { algorithm, contamination, seed, modelName, now } = task
  createAlgorithm(algorithm)
  const { rows, attacks } = await gatherWindows(sources, {
    ...task,
    detectors: sources.length === 0 ? [] : running(detectors, task.settings),
    onProgress: (progress) => task.onProgress(progress * readingShare),
  })
  if (rows.length < trainingWindowCountMin) throw tooFewWindows(rows.length)
  const { learned, heldOut } = splitRows(rows)
  const origin = { source: task.source, name: modelName, captures: [...task.captures], seed }
  const model = WindowModel.train(learned, { algorithm, contamination, origin, now })
  return {
    bundle: model.toBundle(),
    learned: learned.length,
    heldOut,
    dataHash: hashOfRows(rows),
    attacks: [...task.attacks, ...attacks],
  }
}

/** The same for a model of sequences, which learns attacks by name; it holds no windows out. */
export async function trainSequenceVersion(
  sources: readonly LabelledSource[],
  task: Task,
): Promise<Trained> {
  const rows: ArrayLike<number>[] = []
  const model = await trainOnAttacks(sources, {
    ...task,
    onSequences: (sequences) => {
      // Each window stands in many sequences; it is the newest of one.
      for (const { windows } of sequences) rows.push(windows.at(-1) ?? [])
    },
  })
  const { items } = model
  const dataHash = hashOfRows(rows)
  return { bundle: model.toBundle(), learned: items, heldOut: [], dataHash, attacks: null }
}
