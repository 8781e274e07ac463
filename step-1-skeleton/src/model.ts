import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import {
  type Algorithm,
  type Explanation,
  type FeatureRow,
  type Scorer,
  scoreAll,
  scoreInTurns,
} from './algorithm.ts'
import { calibrate, calibrationOf, calibrationState } from './calibration.ts'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { modelDamaged } from './model-damaged.ts'
import { scaleRow, scalerOf, scalerState } from './scaler.ts'

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
  /** What the algorithm learned. The key is older than the word `algorithm`, and format 1 keeps it. */
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

/** A trained algorithm with everything that makes its scores comparable and storable. */
export class Model {
  readonly state: ModelState
  readonly #scorer: Scorer

  private constructor(state: ModelState, scorer: Scorer) {
    this.state = state
    this.#scorer = scorer
  }

  /** A short name that changes whenever the model does: the head of its hash. */
  get id(): string {
    return this.state.hash.slice(0, 12)
  }

  /**
   * Learns from rows of finite numbers, one number for each of `options.features`.
   * @throws AppError `E_TOO_FEW_ITEMS`, `E_OTHER_FEATURES`, `E_NOT_FINITE`
   */
  static train(algorithm: Algorithm, rows: readonly FeatureRow[], options: TrainOptions): Model {
    const draft = draftOf(algorithm, rows, options)
    return Model.#calibrated(draft, scoreAll(draft.scorer, draft.scaled))
  }

  /** The same for a server, which stays responsive. @throws also the reason of `signal` */
  static async trainInTurns(
    algorithm: Algorithm,
    rows: readonly FeatureRow[],
    options: TrainOptions & { readonly signal: AbortSignal },
  ): Promise<Model> {
    await setImmediate() // Reading the rows was a turn of its own.
    const draft = draftOf(algorithm, rows, options)
    return Model.#calibrated(draft, await scoreInTurns(draft.scorer, draft.scaled, options.signal))
  }

  static #calibrated({ scorer, state }: Draft, scores: Float64Array): Model {
    const rest = { ...state, calibration: calibrationOf(scores), detector: scorer.toState() }
    return new Model({ ...rest, hash: hashOf(rest) }, scorer)
  }

  /** Rebuilds a model from a file's data. @throws AppError `E_MODEL_DAMAGED` */
  static restore(algorithm: Algorithm, data: unknown): Model {
    const parsed = modelState.safeParse(data)
    if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
    const { hash, ...rest } = parsed.data
    if (hash !== hashOf(rest)) throw modelDamaged('its hash does not match its content')
    if (rest.algorithm !== algorithm.name) throw modelDamaged(`it holds a ${rest.algorithm}`)
    checkShape(parsed.data)
    return new Model(parsed.data, algorithm.restore(rest.detector))
  }

  /** @throws AppError `E_OTHER_FEATURES`, `E_NOT_FINITE` */
  score(row: FeatureRow): Score {
    return this.#judge(this.#scorer.score(this.#scale(row)))
  }

  /** The same scores as one by one, in turns of the event loop, so that a server stays responsive. */
  async scoreMany(rows: readonly FeatureRow[]): Promise<Score[]> {
    await setImmediate() // Reading the rows was a turn of its own.
    const scaled = rows.map((row) => this.#scale(row))
    const rawScores = await scoreInTurns(this.#scorer, scaled)
    return Array.from(rawScores, (raw) => this.#judge(raw))
  }

  /** What each feature adds to the row's `raw_score`; undefined where the algorithm cannot tell. */
  explain(row: FeatureRow): Explanation | undefined {
    return this.#scorer.explain?.(this.#scale(row))
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
  readonly scorer: Scorer
  readonly scaled: readonly FeatureRow[]
  readonly state: Omit<ModelState, 'calibration' | 'detector' | 'hash'>
}

function draftOf(algorithm: Algorithm, rows: readonly FeatureRow[], options: TrainOptions): Draft {
  const { features, contamination, now } = options
  for (const row of rows) checkRow(row, features)
  const scaler = scalerOf(rows)
  const scaled = rows.map((row) => scaleRow(scaler, row))
  const state = {
    format: 1 as const,
    algorithm: algorithm.name,
    features: [...features],
    items: rows.length,
    contamination,
    threshold: 1 - contamination,
    trained_at: now.toISOString(),
    scaler,
  }
  return { scorer: algorithm.train(scaled), scaled, state }
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
        fix: 'Leave the row out, or put the typical value of that feature in its place.',
      },
    )
  }
}

function hashOf(content: Omit<ModelState, 'hash'>): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
