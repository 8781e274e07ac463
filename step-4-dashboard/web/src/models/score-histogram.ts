export interface ScoreBar {
  /** Scores from here, up to the next bar; 1 belongs to the last. */
  readonly from: number
  readonly to: number
  readonly count: number
}

/** More bars are thinner than what is pointed at; fewer say nothing of the form. */
const barCounts = { least: 5, most: 50 }

/**
 * How many scores from `from` to 1 fall into each of equal spans. The part of the axis with scores has
 * twice as many bars as the cube root of their number (the Rice rule): three scores are not lost among
 * fifty bars, and those that lie close together are still told apart.
 */
export function scoreHistogram(scores: readonly number[], from: number): ScoreBar[] {
  const wanted = Math.ceil(2 * Math.cbrt(scores.length))
  const filled = 1 - Math.max(from, axisStart(scores))
  const perFilled = Math.max(barCounts.least, wanted)
  const barCount = Math.min(barCounts.most, Math.round(((1 - from) / filled) * perFilled))
  const width = (1 - from) / barCount
  const counts = new Array<number>(barCount).fill(0)
  for (const score of scores) {
    const index = Math.min(barCount - 1, Math.max(0, Math.floor((score - from) / width)))
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts.map((count, index) => ({
    from: from + index * width,
    to: from + (index + 1) * width,
    count,
  }))
}

/** Where the axis of scores begins, in tenths: what is stated lies near 1, and a tenth is always left. */
export function axisStart(values: readonly number[]): number {
  const least = values.reduce((one, other) => Math.min(one, other), 1)
  return Math.min(9, Math.max(0, Math.floor(least * 10 + 1e-9))) / 10
}

/** Whole numbers from 0 to at least `highest`, at most six, in steps of 1, 2 or 5 times a power of ten. */
export function countTicks(highest: number): number[] {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, highest))) - 1)
  const step =
    [1, 2, 5, 10, 20, 50].map((one) => one * power).find((one) => highest / one <= 5) ?? highest
  const stepCount = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: stepCount + 1 }, (_, index) => index * step)
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
