import { inverseRoot, type SymmetricMatrix } from './symmetric-matrix.ts'
import type { Matrix } from './training-rows.ts'

/** Turns a row into standard scores that are not correlated: `root` · (row - `mean`). */
export interface Whitening {
  readonly mean: Float64Array
  /** The inverse square root of the covariance: symmetric, row after row. */
  readonly root: Float64Array
}

/** Directions with a billionth of the mean variance are noise of the arithmetic. */
const varianceShareMin = 1e-9

/**
 * Learns mean and covariance and shrinks the covariance towards a multiple of the identity, as
 * far as Ledoit and Wolf ("A well-conditioned estimator for large-dimensional covariance
 * matrices", 2004) find best: so it can be inverted even with constant or repeated columns.
 */
export function fitWhitening(rows: Matrix): Whitening {
  const mean = meanOf(rows)
  const { covariance } = shrunkCovariance(rows, mean)
  const floor = meanVariance(covariance) * varianceShareMin || 1
  return { mean, root: inverseRoot(covariance, floor) }
}

export function meanOf({ values, rowCount, columnCount }: Matrix): Float64Array {
  const mean = new Float64Array(columnCount)
  for (let index = 0; index < values.length; index++) {
    mean[index % columnCount]! += values[index]! / rowCount
  }
  return mean
}

export function shrunkCovariance(
  rows: Matrix,
  mean: Float64Array,
): { covariance: SymmetricMatrix; shrinkage: number } {
  const { rowCount, columnCount: size } = rows
  const { values, quarticSum } = covarianceOf(rows, mean)
  const variance = meanVariance({ values, size })
  const squareSum = values.reduce((sum, value) => sum + value * value, 0)
  // Lemma 3.2 and 3.3: how far the sample covariance is from the target, and from the truth.
  const fromTarget = (squareSum - size * variance ** 2) / size
  const fromTruth = (quarticSum / rowCount - squareSum) / rowCount / size
  const shrinkage = fromTarget > 0 ? Math.max(0, Math.min(1, fromTruth / fromTarget)) : 0
  for (let i = 0; i < values.length; i++) values[i]! *= 1 - shrinkage
  for (let i = 0; i < size; i++) values[i * size + i]! += shrinkage * variance
  return { covariance: { values, size }, shrinkage }
}

/** The covariance, and the sum of the rows' fourth powers of length, in one pass. */
function covarianceOf(rows: Matrix, mean: Float64Array) {
  const { rowCount, columnCount: size } = rows
  const values = new Float64Array(size * size)
  const centered = new Float64Array(size)
  let quarticSum = 0
  for (let row = 0; row < rowCount; row++) {
    let square = 0
    for (let i = 0; i < size; i++) {
      const value = rows.values[row * size + i]! - mean[i]!
      centered[i] = value
      square += value * value
    }
    quarticSum += square * square
    for (let i = 0; i < size; i++) {
      const factor = centered[i]! / rowCount
      if (factor === 0) continue
      for (let j = 0; j <= i; j++) values[i * size + j]! += factor * centered[j]!
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) values[j * size + i] = values[i * size + j]!
  }
  return { values, quarticSum }
}

function meanVariance({ values, size }: SymmetricMatrix): number {
  let trace = 0
  for (let i = 0; i < size; i++) trace += values[i * size + i]!
  return trace / size
}

/** Writes the whitened row into `target`. */
export function whiten(
  { mean, root }: Whitening,
  row: ArrayLike<number>,
  target: Float64Array,
): void {
  const size = mean.length
  target.fill(0)
  for (let i = 0; i < size; i++) {
    const value = (row[i] as number) - mean[i]!
    if (value === 0) continue
    const start = i * size
    for (let j = 0; j < size; j++) target[j]! += value * root[start + j]!
  }
}
