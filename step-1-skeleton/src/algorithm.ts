import { partsInTurns } from './parts-in-turns.ts'

/** One observation as numbers, in the order of the model's `features`. */
export type FeatureRow = ArrayLike<number>

// #region seam
/**
 * The seam that every learned model stands behind: it learns what ordinary rows look like.
 * Step 1 puts a library's Isolation Forest behind it, later steps put their own models there.
 */
export interface Algorithm {
  /** The name in the API and in the model file, for example `isolation-forest`. */
  readonly name: string
  /** @throws AppError `E_TOO_FEW_ITEMS` when there are too few rows to learn from. */
  train(rows: readonly FeatureRow[]): Scorer
  /** Rebuilds what `toState` returned. @throws AppError `E_MODEL_DAMAGED` on any other shape. */
  restore(state: unknown): Scorer
}
// #endregion

/** What an algorithm has learned: it scores rows. */
export interface Scorer {
  /** How strange a row is on the algorithm's own scale; finite, and higher is stranger. */
  score(row: FeatureRow): number
  /** The same for many rows, from models that are faster that way. */
  scoreMany?(rows: readonly FeatureRow[]): Float64Array
  /** Why a row has its score, from models that can tell. */
  explain?(row: FeatureRow): Explanation
  /** Everything that `restore` needs, as plain JSON data: never code. */
  toState(): unknown
}

/** A score taken apart by feature: `base` plus all `contributions` is the score. */
export interface Explanation {
  /** The score before any feature was looked at. */
  readonly base: number
  /** What each feature adds, in the order of the row; negative where it speaks for ordinary. */
  readonly contributions: ArrayLike<number>
  /** From an ensemble: the score of each member, 0 to 1. */
  readonly votes?: readonly Vote[]
}

export interface Vote {
  readonly algorithm: string
  readonly score: number
}

/** The scores of many rows, whether or not the model has a faster way for them. */
export function scoreAll(scorer: Scorer, rows: readonly FeatureRow[]): Float64Array {
  return scorer.scoreMany?.(rows) ?? Float64Array.from(rows, (row) => scorer.score(row))
}

/** The slowest model scores 2,400 rows a second, so a turn takes at most 0.1 s. */
const rowsPerTurn = 256

/**
 * The same scores in turns of the event loop: meanwhile the server answers others, and it may end.
 * @throws the reason of `signal`, once it is aborted
 */
export async function scoreInTurns(
  scorer: Scorer,
  rows: readonly FeatureRow[],
  signal?: AbortSignal,
): Promise<Float64Array> {
  const scores = new Float64Array(rows.length)
  let count = 0
  for await (const part of partsInTurns(rows, rowsPerTurn)) {
    signal?.throwIfAborted()
    scores.set(scoreAll(scorer, part), count)
    count += part.length
  }
  return scores
}
