import { randomInt } from 'node:crypto'
import type { AppError } from 'step-1-skeleton'
import type { PacketSource } from './capture/packet-source.ts'
import type { Detection } from './detect/detection.ts'
import type { TrafficDetectorFactory } from './detect/traffic-detector.ts'
import { Engine } from './engine.ts'
import { runCapture } from './run-capture.ts'

/** 20,000 detections of 2 to 4 kB are at most 80 MB; further ones are counted, not kept. */
export const reportedCountMax = 20_000

export interface AnalyzeOptions {
  readonly detectors: readonly TrafficDetectorFactory[]
  /** Told the bytes of each chunk that was read, as they lie in the file. */
  readonly onBytes?: (byteCount: number) => void
  readonly signal?: AbortSignal
  /** Told each detection at once; the report then leaves them out. */
  readonly onDetection?: (detection: Detection) => void
}

/** What a capture holds, in the shape that `analyze --format json` prints. */
export interface AnalyzeReport {
  readonly file: string
  readonly packets: number
  /** Traffic time from the first packet to the last. */
  readonly seconds: number
  readonly detections: readonly Detection[]
  /** Detections beyond `reportedCountMax`. */
  readonly detections_left_out?: number
  /** Why reading stopped early; what came before it is in the report. */
  readonly error?: AppError
}

/** Runs the engine over a capture in this thread. The same capture gives the same report. */
export async function analyzeCapture(
  source: PacketSource,
  options: AnalyzeOptions,
): Promise<AnalyzeReport> {
  const { detectors, onBytes, onDetection, signal = new AbortController().signal } = options
  const detections: Detection[] = []
  let leftOutCount = 0
  const engine = new Engine({
    capture: { source: source.kind, name: source.name },
    detectors,
    seed: randomInt(2 ** 31),
    onDetection: (detection) => {
      if (onDetection) onDetection(detection)
      else if (detections.length < reportedCountMax) detections.push(detection)
      else leftOutCount++
    },
  })
  const failure = await runCapture(source, engine, { signal, ...(onBytes ? { onBytes } : {}) })
  return {
    file: source.name,
    packets: engine.packetCount,
    seconds: engine.packetCount === 0 ? 0 : (engine.timeUs - engine.firstUs) / 1e6,
    detections,
    ...(leftOutCount > 0 ? { detections_left_out: leftOutCount } : {}),
    ...(failure ? { error: failure } : {}),
  }
}
