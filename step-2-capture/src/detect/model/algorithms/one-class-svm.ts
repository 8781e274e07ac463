import {
  type Algorithm,
  type Explanation,
  type FeatureRow,
  modelDamaged,
  type Scorer,
} from 'step-1-skeleton'
import { z } from 'zod'
import { arrayText, float64Text } from './array-text.ts'
import { solveOneClass } from './one-class-solver.ts'
import { createRandom } from './random.ts'
import { sampleRows } from './sample-rows.ts'
import {
  checkRow,
  checkTrainingRows,
  columnCountMax,
  type Matrix,
  toMatrix,
} from './training-rows.ts'

export interface OneClassSvmOptions {
  /** ν: upper bound on the share of rows outside, lower bound on that of support vectors; 0.5. */
  readonly outsideShare?: number
  /** Width of the kernel; by default 1 / (columns · variance), scikit-learn's `scale`. */
  readonly gamma?: number
  readonly seed?: number
}

/** 2,000 rows make a kernel matrix of 16 MB; more rows only refine the boundary. */
export const svmRowCountMax = 2000

/**
 * One-class support vector machine with a radial kernel (Schölkopf, Platt, Shawe-Taylor, Smola
 * and Williamson, "Estimating the support of a high-dimensional distribution", 2001). The score
 * is ρ - Σ weight · exp(-gamma · distance²): above 0 outside the learned region, below inside.
 */
export function createOneClassSvm(options: OneClassSvmOptions = {}): Algorithm {
  const { outsideShare = 0.5, seed = 1 } = options
  return {
    name: 'ocsvm',
    train(rows) {
      checkTrainingRows(rows)
      const sample = toMatrix(sampleRows(rows, svmRowCountMax, createRandom(seed)))
      const gamma = options.gamma ?? scaleGamma(sample)
      const { weights, offset } = solveOneClass({ rows: sample, outsideShare, gamma })
      return scorerOf({ gamma, offset, ...supportVectors(sample, weights) })
    },
    restore(state) {
      const parsed = svmState.safeParse(state)
      if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
      return scorerOf(parsed.data)
    },
  }
}

/** 1 / (columns · variance of all numbers). */
function scaleGamma({ values, columnCount }: Matrix): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return 1 / (columnCount * (variance || 1))
}

/** Rows of weight 0 say nothing. */
function supportVectors(rows: Matrix, weights: Float64Array) {
  const { columnCount } = rows
  const kept = [...weights.keys()].filter((row) => weights[row]! > 0)
  const vectors = new Float64Array(kept.length * columnCount)
  kept.forEach((row, index) => {
    const start = row * columnCount
    vectors.set(rows.values.subarray(start, start + columnCount), index * columnCount)
  })
  return { weights: Float64Array.from(kept, (row) => weights[row]!), vectors }
}

const svmState = z
  .object({
    gamma: z.number().positive(),
    offset: z.number(),
    weights: float64Text(svmRowCountMax),
    /** The support vectors, one after another. */
    vectors: float64Text(svmRowCountMax * columnCountMax),
  })
  .refine(({ weights, vectors }) => weights.length > 0 && vectors.length > 0, {
    error: 'it has no support vectors',
  })
  .refine(({ weights, vectors }) => vectors.length % weights.length === 0, {
    error: 'the vectors do not fit the weights',
  })
type SvmState = z.output<typeof svmState>

function scorerOf(state: SvmState): Scorer {
  const columnCount = state.vectors.length / state.weights.length
  const distances = new Float64Array(state.weights.length)
  const score = (row: FeatureRow) => {
    checkRow(row, columnCount)
    squaredDistances(state.vectors, row, distances)
    let sum = 0
    for (let i = 0; i < distances.length; i++) {
      sum += state.weights[i]! * Math.exp(-state.gamma * distances[i]!)
    }
    return state.offset - sum
  }
  return {
    score,
    explain: (row) => explain(state, row, { score: score(row), distances }),
    toState: () => ({
      ...state,
      weights: arrayText(state.weights),
      vectors: arrayText(state.vectors),
    }),
  }
}

/** Four sums at a time: in one, each addition would wait for the one before. */
function squaredDistances(vectors: Float64Array, row: FeatureRow, target: Float64Array): void {
  const columnCount = row.length
  const values = row instanceof Float64Array ? row : Float64Array.from(row)
  const end = columnCount - (columnCount % 4)
  for (let i = 0, at = 0; i < target.length; i++) {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    let column = 0
    for (; column < end; column += 4, at += 4) {
      const first = values[column]! - vectors[at]!
      const second = values[column + 1]! - vectors[at + 1]!
      const third = values[column + 2]! - vectors[at + 2]!
      const fourth = values[column + 3]! - vectors[at + 3]!
      a += first * first
      b += second * second
      c += third * third
      d += fourth * fourth
    }
    for (; column < columnCount; column++, at++) {
      const difference = values[column]! - vectors[at]!
      a += difference * difference
    }
    target[i] = a + b + (c + d)
  }
}

/**
 * The lowest score, ρ - Σ weight, belongs to a row at distance 0 from every support vector: all
 * above it comes from distance. It is shared out as the features share in the squared distance
 * to the support vectors, each of which counts by its part in the kernel sum.
 */
function explain(
  state: SvmState,
  row: FeatureRow,
  { score, distances }: { score: number; distances: Float64Array },
): Explanation {
  const { gamma, offset, weights, vectors } = state
  const columnCount = row.length
  const shares = new Float64Array(columnCount)
  // Relative to the nearest vector, so that far rows do not make all parts zero.
  const nearest = distances.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY)
  for (let i = 0; i < weights.length; i++) {
    const part = weights[i]! * Math.exp(-gamma * (distances[i]! - nearest))
    for (let column = 0; column < columnCount; column++) {
      shares[column]! += part * ((row[column] as number) - vectors[i * columnCount + column]!) ** 2
    }
  }
  const base = offset - weights.reduce((sum, weight) => sum + weight, 0)
  const total = shares.reduce((sum, share) => sum + share, 0)
  return { base, contributions: shares.map((share) => ((score - base) * share) / (total || 1)) }
}
