import { createHash } from 'node:crypto'
import { z } from 'zod'
import { calibrate, calibrationState, fitCalibration } from './calibration.ts'
import type { Detector, FeatureRow, FittedDetector } from './detector.ts'
import { AppError } from './errors.ts'
import { fitScaler, scaleRow, scalerState } from './scaler.ts'

/** What a model file holds: data only, and a hash over all the rest of it. */
export const modelState = z.object({
  format: z.literal(1),
  algorithm: z.string(),
  features: z.array(z.string()).min(1),
  items: z.number().int(),
  contamination: z.number().gt(0).max(0.5),
  threshold: z.number(),
  trained_at: z.iso.datetime(),
  scaler: scalerState,
  calibration: calibrationState,
  detector: z.unknown(),
  hash: z.string(),
})
export type ModelState = z.infer<typeof modelState>

export interface Score {
  /** Share of the training rows that are less strange, 0 to 1. */
  readonly score: number
  /** The algorithm's own score before calibration. */
  readonly raw_score: number
  readonly is_anomaly: boolean
}

export interface TrainOptions {
  readonly features: readonly string[]
  /** The share of training rows expected to be anomalies, above 0 and at most 0.5. */
  readonly contamination: number
  readonly now: Date
}

/** A fitted detector with everything that makes its scores comparable and storable. */
export class Model {
  readonly state: ModelState
  readonly #fitted: FittedDetector

  private constructor(state: ModelState, fitted: FittedDetector) {
    this.state = state
    this.#fitted = fitted
  }

  /** A short name that changes whenever the model does: the head of its hash. */
  get id(): string {
    return this.state.hash.slice(0, 12)
  }

  /** Learns from rows of finite numbers, one number for each of `options.features`. */
  static train(detector: Detector, rows: readonly FeatureRow[], options: TrainOptions): Model {
    const scaler = fitScaler(rows)
    const scaled = rows.map((row) => scaleRow(scaler, row))
    const fitted = detector.fit(scaled)
    const rest = {
      format: 1 as const,
      algorithm: detector.algorithm,
      features: [...options.features],
      items: rows.length,
      contamination: options.contamination,
      threshold: 1 - options.contamination,
      trained_at: options.now.toISOString(),
      scaler,
      calibration: fitCalibration(scaled.map((row) => fitted.score(row))),
      detector: fitted.toState(),
    }
    return new Model({ ...rest, hash: hashOf(rest) }, fitted)
  }

  /** Rebuilds a model from a file's data. @throws AppError `E_MODEL_DAMAGED` */
  static restore(detector: Detector, data: unknown): Model {
    const parsed = modelState.safeParse(data)
    if (!parsed.success) throw damaged(z.prettifyError(parsed.error))
    const { hash, ...rest } = parsed.data
    if (hash !== hashOf(rest)) throw damaged('its hash does not match its content')
    if (rest.algorithm !== detector.algorithm) throw damaged(`it holds a ${rest.algorithm}`)
    return new Model(parsed.data, detector.restore(rest.detector))
  }

  score(row: FeatureRow): Score {
    const raw_score = this.#fitted.score(scaleRow(this.state.scaler, row))
    const score = calibrate(this.state.calibration, raw_score)
    return { score, raw_score, is_anomaly: score > this.state.threshold }
  }
}

function hashOf(content: Omit<ModelState, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

function damaged(reason: string): AppError {
  return new AppError('E_MODEL_DAMAGED', `the model can not be used: ${reason}`, {
    status: 409,
    fix: 'Train again with POST /train, which replaces it.',
  })
}
