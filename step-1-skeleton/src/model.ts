import { createHash } from 'node:crypto'
import { z } from 'zod'
import { calibrate, calibrationState, fitCalibration } from './calibration.ts'
import {
  type Detector,
  type Explanation,
  type FeatureRow,
  type FittedDetector,
  scoreAll,
  scoreInTurns,
} from './detector.ts'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { modelDamaged } from './model-damaged.ts'
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

  /**
   * Learns from rows of finite numbers, one number for each of `options.features`.
   * @throws AppError `E_TOO_FEW_ITEMS`, `E_OTHER_FEATURES`, `E_NOT_FINITE`
   */
  static train(detector: Detector, rows: readonly FeatureRow[], options: TrainOptions): Model {
    const draft = fitDraft(detector, rows, options)
    return Model.#calibrated(draft, scoreAll(draft.fitted, draft.scaled))
  }

  /** The same for a server, which stays responsive. @throws also the reason of `signal` */
  static async trainInTurns(
    detector: Detector,
    rows: readonly FeatureRow[],
    options: TrainOptions & { readonly signal: AbortSignal },
  ): Promise<Model> {
    const draft = fitDraft(detector, rows, options)
    return Model.#calibrated(draft, await scoreInTurns(draft.fitted, draft.scaled, options.signal))
  }

  static #calibrated({ fitted, state }: Draft, scores: Float64Array): Model {
    const rest = { ...state, calibration: fitCalibration(scores), detector: fitted.toState() }
    return new Model({ ...rest, hash: hashOf(rest) }, fitted)
  }

  /** Rebuilds a model from a file's data. @throws AppError `E_MODEL_DAMAGED` */
  static restore(detector: Detector, data: unknown): Model {
    const parsed = modelState.safeParse(data)
    if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
    const { hash, ...rest } = parsed.data
    if (hash !== hashOf(rest)) throw modelDamaged('its hash does not match its content')
    if (rest.algorithm !== detector.algorithm) throw modelDamaged(`it holds a ${rest.algorithm}`)
    checkShape(parsed.data)
    return new Model(parsed.data, detector.restore(rest.detector))
  }

  /** @throws AppError `E_OTHER_FEATURES`, `E_NOT_FINITE` */
  score(row: FeatureRow): Score {
    return this.#judge(this.#fitted.score(this.#scale(row)))
  }

  /** The same scores as one by one, faster where the detector has a way for many rows. */
  scoreMany(rows: readonly FeatureRow[]): Score[] {
    const rawScores = scoreAll(
      this.#fitted,
      rows.map((row) => this.#scale(row)),
    )
    return Array.from(rawScores, (raw) => this.#judge(raw))
  }

  /** What each feature adds to the row's `raw_score`; undefined where the detector can not tell. */
  explain(row: FeatureRow): Explanation | undefined {
    return this.#fitted.explain?.(this.#scale(row))
  }

  #scale(row: FeatureRow): number[] {
    checkRow(row, this.state.features)
    return scaleRow(this.state.scaler, row)
  }

  #judge(raw_score: number): Score {
    const score = calibrate(this.state.calibration, raw_score)
    return { score, raw_score, is_anomaly: score > this.state.threshold }
  }
}

/** A model whose scores are not comparable yet. */
interface Draft {
  readonly fitted: FittedDetector
  readonly scaled: readonly FeatureRow[]
  readonly state: Omit<ModelState, 'calibration' | 'detector' | 'hash'>
}

function fitDraft(detector: Detector, rows: readonly FeatureRow[], options: TrainOptions): Draft {
  const { features, contamination, now } = options
  for (const row of rows) checkRow(row, features)
  const scaler = fitScaler(rows)
  const scaled = rows.map((row) => scaleRow(scaler, row))
  const state = {
    format: 1 as const,
    algorithm: detector.algorithm,
    features: [...features],
    items: rows.length,
    contamination,
    threshold: 1 - contamination,
    trained_at: now.toISOString(),
    scaler,
  }
  return { fitted: detector.fit(scaled), scaled, state }
}

/** The hash tells damage; this keeps a file that was made by hand from giving NaN. */
function checkShape({ features, scaler, calibration }: ModelState): void {
  const { mean, deviation } = scaler
  if (mean.length !== features.length || deviation.length !== features.length) {
    throw modelDamaged('its scaler does not fit its features')
  }
  if (calibration.rawScores.length !== calibration.shares.length) {
    throw modelDamaged('its calibration curve is incomplete')
  }
}

function checkRow(row: FeatureRow, features: readonly string[]): void {
  if (row.length !== features.length) {
    const message = `a row has ${row.length} numbers, the model has ${features.length} features`
    throw new AppError(errorCodes.E_OTHER_FEATURES, message, {
      fix: `Give each row these numbers in this order: ${features.join(', ')}.`,
    })
  }
  for (let i = 0; i < row.length; i++) {
    if (Number.isFinite(row[i])) continue
    throw new AppError(
      errorCodes.E_NOT_FINITE,
      `${features[i]} is ${row[i]}, which is no finite number`,
      {
        fix: 'Leave the row out, or put the usual value of that feature in its place.',
      },
    )
  }
}

function hashOf(content: Omit<ModelState, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
