import type { Matrix } from './training-rows.ts'

/** The solution of the one-class problem: a weight for each row, most of them 0. */
export interface OneClassSolution {
  /** Between 0 and 1; together ν · rows. */
  readonly weights: Float64Array
  /** The offset ρ: rows whose weighted kernel sum is below it are outside. */
  readonly offset: number
}

export interface OneClassProblem {
  readonly rows: Matrix
  /** Share of the rows that may lie outside, ν, above 0 and at most 1. */
  readonly outsideShare: number
  /** Width of the kernel exp(-gamma · distance²). */
  readonly gamma: number
}

/** libsvm's tolerance for how far a pair may violate the optimum. */
const tolerance = 1e-3
/** The solver needs a few steps a support vector; this stops it where rounding makes it circle. */
const stepsPerRowMax = 1000
/** A pair of equal rows has no curvature; libsvm's TAU keeps the step finite. */
const curvatureMin = 1e-12

/**
 * Sequential minimal optimisation of the one-class SVM (Schölkopf and others 2001): the pair of
 * weights that violates the optimum most is moved to its own optimum, until none violates it
 * (Fan, Chen and Lin, "Working set selection using second order information", 2005; as libsvm).
 */
export function solveOneClass(problem: OneClassProblem): OneClassSolution {
  const { rowCount } = problem.rows
  const kernel = kernelMatrix(problem)
  const weights = startWeights(rowCount, problem.outsideShare)
  const gradient = gradientOf(kernel, weights)
  for (let step = 0; step < stepsPerRowMax * rowCount; step++) {
    const pair = violatingPair({ kernel, weights, gradient })
    if (!pair) break
    moveWeight({ kernel, weights, gradient }, pair)
  }
  return { weights, offset: offsetOf(weights, gradient) }
}

interface SolverState {
  readonly kernel: Float32Array
  readonly weights: Float64Array
  /** The kernel sum of each row under the present weights. */
  readonly gradient: Float64Array
}

interface Pair {
  /** The row that gets weight, and the one that gives it. */
  readonly to: number
  readonly from: number
}

/** All pairs at once, in single precision like libsvm's cache. */
function kernelMatrix({ rows, gamma }: OneClassProblem): Float32Array {
  const { rowCount, columnCount, values } = rows
  const kernel = new Float32Array(rowCount * rowCount)
  for (let i = 0; i < rowCount; i++) {
    for (let j = 0; j <= i; j++) {
      let distance = 0
      for (let column = 0; column < columnCount; column++) {
        const difference = values[i * columnCount + column]! - values[j * columnCount + column]!
        distance += difference * difference
      }
      const value = Math.exp(-gamma * distance)
      kernel[i * rowCount + j] = value
      kernel[j * rowCount + i] = value
    }
  }
  return kernel
}

/** The first ν · rows weights are full, as in libsvm: a start that satisfies the constraints. */
function startWeights(rowCount: number, outsideShare: number): Float64Array {
  const total = outsideShare * rowCount
  return Float64Array.from({ length: rowCount }, (_, row) => Math.max(0, Math.min(1, total - row)))
}

function gradientOf(kernel: Float32Array, weights: Float64Array): Float64Array {
  const { length } = weights
  const gradient = new Float64Array(length)
  for (let j = 0; j < length; j++) {
    const weight = weights[j]!
    if (weight === 0) continue
    for (let i = 0; i < length; i++) gradient[i]! += weight * kernel[j * length + i]!
  }
  return gradient
}

/** The row that gains most from weight, and the one whose giving lowers the objective most. */
function violatingPair({ kernel, weights, gradient }: SolverState): Pair | undefined {
  const { length } = weights
  let to = -1
  for (let i = 0; i < length; i++) {
    if (weights[i]! < 1 && (to < 0 || gradient[i]! < gradient[to]!)) to = i
  }
  let from = -1
  let bestGain = 0
  let violation = 0
  for (let j = 0; j < length; j++) {
    if (to < 0 || weights[j]! <= 0) continue
    const slope = gradient[j]! - gradient[to]!
    violation = Math.max(violation, slope)
    if (slope <= 0) continue
    const gain = (slope * slope) / Math.max(2 - 2 * kernel[to * length + j]!, curvatureMin)
    if (gain > bestGain) {
      bestGain = gain
      from = j
    }
  }
  return violation < tolerance ? undefined : { to, from }
}

function moveWeight({ kernel, weights, gradient }: SolverState, { to, from }: Pair): void {
  const { length } = weights
  const curvature = Math.max(2 - 2 * kernel[to * length + from]!, curvatureMin)
  const wanted = (gradient[from]! - gradient[to]!) / curvature
  const moved = Math.min(wanted, 1 - weights[to]!, weights[from]!)
  weights[to]! += moved
  weights[from]! -= moved
  const toRow = kernel.subarray(to * length, (to + 1) * length)
  const fromRow = kernel.subarray(from * length, (from + 1) * length)
  for (let i = 0; i < length; i++) gradient[i]! += moved * (toRow[i]! - fromRow[i]!)
}

/** Rows between the bounds lie on the boundary, where the kernel sum is ρ. */
function offsetOf(weights: Float64Array, gradient: Float64Array): number {
  let sum = 0
  let freeCount = 0
  let low = Number.NEGATIVE_INFINITY
  let high = Number.POSITIVE_INFINITY
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! >= 1) low = Math.max(low, gradient[i]!)
    else if (weights[i]! <= 0) high = Math.min(high, gradient[i]!)
    else {
      sum += gradient[i]!
      freeCount++
    }
  }
  if (freeCount > 0) return sum / freeCount
  return Number.isFinite(high) ? (low + high) / 2 : low
}
