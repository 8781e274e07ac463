import { type Algorithm, type FeatureRow, modelDamaged, type Scorer } from 'step-1-skeleton'
import { z } from 'zod'
import { keepOrdinary } from './contamination.ts'
import { checkRow, checkTrainingRows, toMatrix } from './training-rows.ts'
import {
  isWhole,
  notWhole,
  type Whitening,
  whiten,
  whiteningFields,
  whiteningOf,
  whiteningText,
} from './whitening.ts'

export interface WhiteningOptions {
  /** Share of the training rows that is left out as strange, 0 by default. */
  readonly contamination?: number
}

/**
 * Mahalanobis distance (1936): the length of the whitened row, that is how many deviations it
 * lies from the mean once the columns' correlations are taken out.
 */
export function createMahalanobis(options: WhiteningOptions = {}): Algorithm {
  return whitenedDistance('mahalanobis', options, {
    distance: (whitened) => Math.sqrt(whitened.reduce((sum, u) => sum + u * u, 0)),
    // u² / length: the squares add up to the squared length, so these add up to the length.
    parts: (whitened, length) => whitened.map((u) => (length === 0 ? 0 : (u * u) / length)),
  })
}

/**
 * The same whitening, but the deviations are added up as they are instead of squared: the
 * likelihood of a Laplace distribution, whose heavier tails fit traffic better than the normal
 * distribution's. One wild column weighs less, several odd ones weigh more.
 */
export function createWhitened(options: WhiteningOptions = {}): Algorithm {
  return whitenedDistance('whitened', options, {
    distance: (whitened) => whitened.reduce((sum, u) => sum + Math.abs(u), 0),
    parts: (whitened) => whitened.map(Math.abs),
  })
}

interface Norm {
  distance(whitened: Float64Array): number
  /** What each column adds to the distance. */
  parts(whitened: Float64Array, distance: number): Float64Array
}

function whitenedDistance(name: string, options: WhiteningOptions, norm: Norm): Algorithm {
  const scorerOf = (whitening: Whitening): Scorer => {
    const whitened = new Float64Array(whitening.mean.length)
    const score = (row: FeatureRow) => {
      checkRow(row, whitening.mean.length)
      whiten(whitening, row, whitened)
      return norm.distance(whitened)
    }
    return {
      score,
      explain: (row) => ({ base: 0, contributions: norm.parts(whitened, score(row)) }),
      toState: () => whiteningText(whitening),
    }
  }
  return {
    name,
    train(rows) {
      checkTrainingRows(rows)
      const learn = (chosen: readonly FeatureRow[]) => scorerOf(whiteningOf(toMatrix(chosen)))
      return keepOrdinary(rows, { contamination: options.contamination ?? 0, draft: learn, learn })
    },
    restore(state) {
      const parsed = whiteningState.safeParse(state)
      if (parsed.success) return scorerOf(parsed.data)
      throw modelDamaged(z.prettifyError(parsed.error))
    },
  }
}

const whiteningState = z.object(whiteningFields).refine(isWhole, notWhole)
