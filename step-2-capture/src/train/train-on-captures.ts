import type { PacketSource } from '../capture/packet-source.ts'
import { createAlgorithm } from '../detect/model/algorithms/registry.ts'
import { WindowModel } from '../detect/model/window-model.ts'
import type { SourceKind } from '../pcap/source-kind.ts'
import { readTraffic, trafficDate } from './read-traffic.ts'
import { RowSample } from './row-sample.ts'

/** The ensemble finds most, and knows when to be sure; of 2,000 windows one may be strange. */
export const trainingDefaults = {
  algorithm: 'ensemble',
  contamination: 0.0005,
  seed: 1,
} as const

/** Reading is most of the work; the rest of the progress is the fit. */
const readingShare = 0.9

export interface TrainingOptions {
  readonly algorithm: string
  readonly contamination: number
  readonly seed: number
  readonly sampleRate: number
  readonly modelName: string
  /** The traffic time of the newest packet by default: then the same captures give the same file. */
  readonly now?: Date
  /** Windows that are there already, beside those of the captures. */
  readonly rows?: readonly Float64Array[]
  /** The kind of source that those windows come from. */
  readonly rowSource?: SourceKind
  /** Told how far it is, 0 to 1, as the bytes of the sources are read. */
  readonly onProgress?: (progress: number) => void
}

/**
 * Reads the host windows of captures, all of one kind of source, and learns from them.
 * @throws AppError why a capture cannot be read, or `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS`
 */
export async function trainOnCaptures(
  sources: readonly PacketSource[],
  options: TrainingOptions,
): Promise<WindowModel> {
  const { algorithm, contamination, seed, sampleRate, onProgress } = options
  // A wrong name is reported before hours of traffic are read.
  createAlgorithm(algorithm)
  const windows = new RowSample({ seed, sampleRate })
  for (const row of options.rows ?? []) windows.add(row)
  let lastUs = 0
  for (const [index, source] of sources.entries()) {
    const endUs = await readWindows(source, windows, (share) => {
      onProgress?.(((index + share) / sources.length) * readingShare)
    })
    lastUs = Math.max(lastUs, endUs)
  }
  const [first] = sources
  const origin = {
    source: first?.kind ?? options.rowSource ?? 'live',
    name: options.modelName,
    captures: sources.map(({ name }) => name),
    seed,
  }
  const now = options.now ?? trafficDate(lastUs)
  return WindowModel.train(windows.rows, { algorithm, contamination, origin, now })
}

async function readWindows(
  source: PacketSource,
  windows: RowSample,
  onProgress: (share: number) => void,
): Promise<number> {
  let byteCount = 0
  return readTraffic(source, windows.watch, (count) => {
    byteCount += count
    if (source.byteCount) onProgress(Math.min(1, byteCount / source.byteCount))
  })
}
