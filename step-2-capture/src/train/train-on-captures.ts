import type { PacketSource } from '../capture/packet-source.ts'
import { createAlgorithm } from '../detect/model/algorithms/registry.ts'
import { WindowModel } from '../detect/model/window-model.ts'
import { gatherWindows } from './gather-windows.ts'
import { trafficDate } from './read-traffic.ts'

/** The ensemble finds most, and knows when to be sure; of 2,000 windows one may be strange. */
export const trainingDefaults = {
  algorithm: 'ensemble',
  contamination: 0.0005,
  seed: 1,
} as const

export interface TrainingOptions {
  readonly algorithm: string
  readonly contamination: number
  readonly seed: number
  readonly sampleRate: number
  readonly modelName: string
  /** The traffic time of the newest packet by default: then the same captures give the same file. */
  readonly now?: Date
}

/**
 * Reads the host windows of captures, all of one kind of source, and learns from them.
 * @throws AppError why a capture cannot be read, or `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS`
 */
export async function trainOnCaptures(
  sources: readonly PacketSource[],
  { algorithm, contamination, seed, sampleRate, modelName, now }: TrainingOptions,
): Promise<WindowModel> {
  // A wrong name is reported before hours of traffic are read.
  createAlgorithm(algorithm)
  const { rows, endUs } = await gatherWindows(sources, { seed, sampleRate })
  const origin = {
    source: sources[0]?.kind ?? 'live',
    name: modelName,
    captures: sources.map(({ name }) => name),
    seed,
  }
  return WindowModel.train(rows, {
    algorithm,
    contamination,
    origin,
    now: now ?? trafficDate(endUs),
  })
}
