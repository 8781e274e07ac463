export interface ScoreBar {
  /** Scores from here, up to the next bar. */
  readonly from: number
  readonly count: number
}

/** How many scores from 0 to 1 fall into each of `barCount` equal spans; 1 belongs to the last. */
export function scoreHistogram(scores: readonly number[], barCount: number): ScoreBar[] {
  const counts = new Array<number>(barCount).fill(0)
  for (const score of scores) {
    const index = Math.min(barCount - 1, Math.max(0, Math.floor(score * barCount)))
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts.map((count, index) => ({ from: index / barCount, count }))
}

export interface Scored {
  readonly score: number
  /** Traffic time, epoch seconds. */
  readonly epoch: number
}

export interface Outcome {
  readonly count: number
  /** Null where the statements span no day, so that a rate would be made up. */
  readonly perDay: number | null
}

/** What a threshold would have given: statements at or above it, and how many a day of traffic that is. */
export function outcomeOf(scored: readonly Scored[], threshold: number): Outcome {
  const count = scored.filter(({ score }) => score >= threshold).length
  const days = new Set(scored.map(({ epoch }) => Math.floor(epoch / 86_400))).size
  return { count, perDay: days > 0 ? count / days : null }
}
