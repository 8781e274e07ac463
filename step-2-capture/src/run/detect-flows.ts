import { randomInt } from 'node:crypto'
import { AppError } from 'step-1-skeleton/errors'
import type { FlowInput } from '../capture/flow-input.ts'
import type { Settings } from '../detect/config/settings.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { errorCodes } from '../error-codes.ts'
import { EngineThread } from './engine-thread.ts'

/** Each takes a thread and some 80 MB while it runs. */
const concurrentMax = 2

export interface FlowJudgeOptions {
  /** The state of the model of host windows to judge with, or null. Asked for each batch. */
  readonly model?: () => unknown
  /** Name of the machine that judges; the records do not say who saw the flows. */
  readonly sensor: string
  /** What is set of the detectors. */
  readonly settings?: () => Settings
}

/** Judges flow records in a thread of their own, apart from the run of the monitor. */
export class FlowJudge {
  readonly #options: FlowJudgeOptions
  #busy = 0

  constructor(options: FlowJudgeOptions) {
    this.#options = options
  }

  /** What the detectors state, each pattern once. @throws AppError `E_BUSY` */
  async judge(flows: readonly FlowInput[]): Promise<Detection[]> {
    if (this.#busy >= concurrentMax) {
      throw new AppError(
        errorCodes.E_BUSY,
        `${concurrentMax} batches of flows are being judged already`,
        {
          fix: 'Send the batch again in a second.',
        },
      )
    }
    this.#busy++
    try {
      return lastOfEachPattern(await this.#run(flows))
    } finally {
      this.#busy--
    }
  }

  async #run(flows: readonly FlowInput[]): Promise<Detection[]> {
    const detections: Detection[] = []
    let thread: EngineThread | undefined
    try {
      await new Promise<void>((resolve, reject) => {
        thread = new EngineThread({
          task: {
            startId: 'flows',
            spec: { kind: 'flows', name: 'POST /api/detect', flows },
            seed: randomInt(2 ** 31),
            model: this.#options.model?.() ?? null,
            sensor: this.#options.sensor,
            settings: this.#options.settings?.() ?? {},
            files: null,
            ring: null,
          },
          onRunning: () => {},
          onTick: (tick) => detections.push(...tick.detections),
          onEnded: (failure) => (failure ? reject(failure) : resolve()),
        })
      })
    } finally {
      await thread?.terminate()
    }
    return detections
  }
}

/**
 * A detector states a pattern again on each doubling, and may update what it stated; who sends a
 * batch wants the whole of it: the newest detection of each pattern, in its latest revision.
 */
export function lastOfEachPattern(detections: readonly Detection[]): Detection[] {
  const latest = new Map(detections.map((detection) => [detection.detection_id, detection]))
  const last = new Map<string, Detection>()
  for (const detection of latest.values()) {
    const { detector, kind, source, target_group } = detection
    last.set(JSON.stringify([detector, kind, source, target_group]), detection)
  }
  return [...last.values()]
}
