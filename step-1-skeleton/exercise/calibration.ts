import { z } from 'zod'
import { yourTurn } from './errors.ts'

/*
 * Your task: turn raw scores, which mean something else for every model, into "stranger than this
 * share of the training rows". `model.ts` calls calibrationOf once after training, and calibrate
 * for each row that it scores.
 */

export const calibrationState = z.object({
  /** Raw scores seen in training, ascending and distinct. */
  rawScores: z.array(z.number()).min(1),
  /** For each of them, the share of training rows that were less strange (ties count half). */
  shares: z.array(z.number().min(0).max(1)).min(1),
})

/** The training data's raw scores as a curve, so that a score means the same for every model. */
export type Calibration = z.infer<typeof calibrationState>

/** 1,024 points describe the curve to 0.1 %, and cost 16 kB. */
const pointCountMax = 1024

/**
 * Builds the curve from the raw scores of the training rows (at least one, in any order): each
 * distinct score once, ascending, with its share. Of n rows, b of them less strange and t equal,
 * the share is (b + t / 2) / n. Give the curve to `thin` before you return it.
 *
 * There may be a million scores, so go through them once after you have sorted them.
 *
 * [0.4, 0.1, 0.2, 0.2] gives the scores 0.1, 0.2, 0.4 with the shares 0.125, 0.5, 0.875.
 */
export function calibrationOf(_trainingScores: Iterable<number>): Calibration {
  throw yourTurn('calibration', 'step 1: calibrationOf()')
}

/**
 * The share of training rows that are less strange than `raw`, 0 to 1:
 * - 0 below the least strange training score.
 * - At a training score its share; between two of them, a point on the line between.
 * - Above the highest score it goes on rising towards 1, and reaches it never, so that strange rows
 *   keep their order: 1 - (1 - top) · span / (span + raw - highest), where top is the last share,
 *   and span the highest score minus the one in the middle, whose index is half of the last index
 *   rounded down (span is 1 where that is 0). [0, 1, 2, 4] has the span 4 - 1, and 7 the share 0.9375.
 */
export function calibrate(_curve: Calibration, _raw: number): number {
  throw yourTurn('calibration', 'step 1: calibrate()')
}

/** Index of the first number that is at least `value`, or of the last number. This is complete. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Keeps evenly spaced points, and always the strangest, where a threshold will lie. Complete. */
function thin({ rawScores, shares }: Calibration): Calibration {
  const step = Math.ceil(rawScores.length / (pointCountMax / 2))
  const tail = rawScores.length - pointCountMax / 2
  const keep = (_: number, index: number) => index % step === 0 || index >= tail
  return { rawScores: rawScores.filter(keep), shares: shares.filter(keep) }
}
