/** One observation as numbers, in the order of the model's `features`. */
export type FeatureRow = ArrayLike<number>

/**
 * The seam that every learned model stands behind: it learns what ordinary rows look like.
 * Step 1 puts a library's Isolation Forest behind it, later steps put their own models there.
 */
export interface Detector {
  /** The name in the API and in the model file, for example `isolation-forest`. */
  readonly algorithm: string
  /** @throws AppError `E_TOO_FEW_ITEMS` when there are too few rows to learn from. */
  fit(rows: readonly FeatureRow[]): FittedDetector
  /** Rebuilds what `toState` returned. @throws AppError `E_MODEL_DAMAGED` on any other shape. */
  restore(state: unknown): FittedDetector
}

export interface FittedDetector {
  /** How strange a row is on the algorithm's own scale; finite, and higher is stranger. */
  score(row: FeatureRow): number
  /** Everything that `restore` needs, as plain JSON data: never code. */
  toState(): unknown
}
