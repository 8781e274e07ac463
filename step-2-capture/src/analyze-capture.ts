import { randomInt } from 'node:crypto'
import type { AppError } from 'step-1-skeleton'
import type { PacketSource } from './capture/packet-source.ts'
import type { Detection } from './detect/detection.ts'
import type { TrafficDetectorFactory } from './detect/traffic-detector.ts'
import { Engine } from './engine.ts'
import { FlowLog } from './monitor/flow-log.ts'
import { PacketFeatureLog } from './monitor/packet-feature-log.ts'
import type { PacketNote } from './monitor/packet-note.ts'
import { PacketRows } from './monitor/packet-rows.ts'
import { WindowLog } from './monitor/window-log.ts'
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
  /** Told each host window as a line of `metrics.jsonl`. */
  readonly onWindowLine?: (line: string) => void
  /** Told each flow as a line of JSON: when it ends, and each half hour while it is open. */
  readonly onFlowLine?: (line: string) => void
  /** Told the features of each packet as a line of CSV. */
  readonly onPacketFeatureLine?: (line: string) => void
  /** Told each packet with its verdict; the note is used again for the next. */
  readonly onPacketNote?: (note: PacketNote) => void
}

/** What a capture holds, in the shape that `analyze --format json` prints. */
export interface AnalyzeReport {
  readonly file: string
  readonly packets: number
  /** Malformed ones, those of accused hosts, and what a model of packets finds bad. */
  readonly bad_packets: number
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
  const { onPacketNote } = options
  const detections: Detection[] = []
  let rows: PacketRows | undefined
  let leftOutCount = 0
  const engine = new Engine({
    capture: { source: source.kind, name: source.name },
    detectors: [...detectors, ...logs(source, options)],
    seed: randomInt(2 ** 31),
    ...(onPacketNote
      ? { onPacket: (packet, frame, isBad) => rows?.note(packet, frame, isBad) }
      : {}),
    onDetection: (detection) => {
      if (onDetection) onDetection(detection)
      else if (detections.length < reportedCountMax) detections.push(detection)
      else leftOutCount++
    },
  })
  if (onPacketNote) rows = new PacketRows(engine, onPacketNote)
  const failure = await runCapture(source, engine, { signal, ...(onBytes ? { onBytes } : {}) })
  return {
    file: source.name,
    packets: engine.packetCount,
    bad_packets: engine.badCount,
    seconds: engine.packetCount === 0 ? 0 : (engine.timeUs - engine.firstUs) / 1e6,
    detections,
    ...(leftOutCount > 0 ? { detections_left_out: leftOutCount } : {}),
    ...(failure ? { error: failure } : {}),
  }
}

/** What writes down windows and flows watches like a detector. */
function logs(
  source: PacketSource,
  { onWindowLine, onFlowLine, onPacketFeatureLine }: AnalyzeOptions,
): TrafficDetectorFactory[] {
  const factories: TrafficDetectorFactory[] = []
  if (onWindowLine) {
    factories.push((traffic) => new WindowLog(traffic, source.kind, onWindowLine))
  }
  if (onFlowLine) factories.push((traffic) => new FlowLog(traffic, onFlowLine))
  if (onPacketFeatureLine) {
    const seed = randomInt(2 ** 31)
    factories.push((traffic) => new PacketFeatureLog(traffic, seed, onPacketFeatureLine))
  }
  return factories
}
