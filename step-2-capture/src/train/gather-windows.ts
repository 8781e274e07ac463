import type { PacketSource } from '../capture/packet-source.ts'
import type { AttackMark } from '../run/attack-mark.ts'
import { AttackMarks } from '../run/attack-marks.ts'
import { type ReadOptions, readTraffic } from './read-traffic.ts'
import { RowSample } from './row-sample.ts'

/** Half an hour of a simulated office: some 5,000 windows, made in two seconds. */
export const syntheticSeconds = 1_800

export interface GatherOptions extends Pick<ReadOptions, 'detectors'> {
  readonly seed: number
  /** Share of the windows to look at, above 0 and at most 1. */
  readonly sampleRate: number
  /** Windows that are there already, beside those of the captures. */
  readonly rows?: readonly Float64Array[]
  /** Called with the share of the bytes that were read, 0 to 1. */
  readonly onProgress?: (progress: number) => void
}

/** The rows of host windows to learn from. */
export interface GatheredWindows {
  readonly rows: readonly Float64Array[]
  /** What the detectors stated of the captures. */
  readonly attacks: readonly AttackMark[]
  /** Traffic time of the last packet of the captures; 0 without any. */
  readonly endUs: number
}

/** Reads captures to their end, for the host windows in them. @throws AppError why one cannot be read */
export async function gatherWindows(
  sources: readonly PacketSource[],
  { seed, sampleRate, rows = [], detectors = [], onProgress }: GatherOptions,
): Promise<GatheredWindows> {
  const windows = new RowSample({ seed, sampleRate })
  for (const row of rows) windows.add(row)
  const attacks = new AttackMarks()
  let endUs = 0
  for (const [index, source] of sources.entries()) {
    let byteCount = 0
    const lastUs = await readTraffic(source, windows.watch, {
      detectors,
      onDetection: (detection) => attacks.note(detection),
      onBytes: (count) => {
        byteCount += count
        if (!source.byteCount) return
        onProgress?.((index + Math.min(1, byteCount / source.byteCount)) / sources.length)
      },
    })
    endUs = Math.max(endUs, lastUs)
  }
  return { rows: windows.rows, attacks: attacks.since(0), endUs }
}
