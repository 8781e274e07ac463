import { AppError } from 'step-1-skeleton/errors'
import { CaptureFile } from '../capture/capture-file.ts'
import type { PacketSource } from '../capture/packet-source.ts'
import type { Detection } from '../detect/seam/detection.ts'
import type { Detector } from '../detect/seam/detector.ts'
import type { ObserverFactory } from '../detect/seam/observer.ts'
import { Engine } from '../engine.ts'
import { errorCodes } from '../error-codes.ts'
import { runCapture } from '../run/run-capture.ts'

/** What a run over a capture gave. Times are traffic time, epoch seconds. */
export interface DetectorRun {
  /** All that was stated, in order: an update stands beside what it updates. */
  readonly detections: readonly Detection[]
  readonly firstSeen: number
  readonly lastSeen: number
  /** Traffic time without pauses of more than an hour: some captures hold a clock that jumps years. */
  readonly activeSeconds: number
  readonly error: AppError | undefined
}

const pauseUsMax = 3_600_000_000

/** Runs detectors over a capture file; nothing of the result depends on the seed of the hashes. */
export async function runDetectors(
  path: string,
  detectors: readonly Detector[],
): Promise<DetectorRun> {
  const run = await runDetectorsOver(new CaptureFile({ path, links: 'follow' }), detectors)
  if (Number.isNaN(run.firstSeen)) throw run.error ?? emptyCapture(path)
  return run
}

/** The same over any source; without a packet the times are NaN. */
export async function runDetectorsOver(
  source: PacketSource,
  detectors: readonly Detector[],
  observers: readonly ObserverFactory[] = [],
): Promise<DetectorRun> {
  const detections: Detection[] = []
  let activeUs = 0
  const countTime: ObserverFactory = (traffic) => {
    let beforeUs = Number.NaN
    return {
      onTick() {
        const passedUs = traffic.timeUs - beforeUs
        if (passedUs <= pauseUsMax) activeUs += passedUs
        beforeUs = traffic.timeUs
      },
    }
  }
  const engine = new Engine({
    capture: { source: source.kind, name: source.name },
    detectors,
    observers: [...observers, countTime],
    seed: 1,
    onDetection: (detection) => detections.push(detection),
  })
  const { signal } = new AbortController()
  const error = await runCapture(source, engine, { signal })
  const lastSeen = engine.packetCount === 0 ? Number.NaN : engine.timeUs / 1e6
  const times = { firstSeen: engine.firstUs / 1e6, lastSeen, activeSeconds: activeUs / 1e6 }
  return { detections, ...times, error }
}

function emptyCapture(path: string): AppError {
  return new AppError(errorCodes.E_EMPTY_CAPTURE, `${path} has no packets`, {
    fix: 'Take it out of labels.json.',
  })
}
