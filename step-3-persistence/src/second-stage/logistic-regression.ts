/** A line of features, and whether it is of the class that is learned. */
export interface Example {
  readonly features: readonly number[]
  readonly isPositive: boolean
}

export interface LogisticModel {
  readonly weights: readonly number[]
  readonly intercept: number
}

/**
 * Strength of the ridge: each weight is drawn to 0 as by a prior of variance 1. With features of 0
 * to 1, one example moves a chance little, and a feature that no example has says nothing.
 */
const ridge = 1
const stepCountMax = 30
const stepMin = 1e-8

/**
 * Logistic regression with a ridge penalty on all but the intercept, by Newton's method (Hastie,
 * Tibshirani, Friedman, "The Elements of Statistical Learning", 2009, 4.4.1). Nothing is drawn by
 * chance. Cost: examples · features² a step, some ten steps.
 */
export function trainLogistic(examples: readonly Example[]): LogisticModel {
  const size = 1 + (examples[0]?.features.length ?? 0)
  const values = new Float64Array(size) // The intercept first.
  for (let step = 0; step < stepCountMax; step++) {
    const { gradient, hessian } = slopesAt(values, examples)
    const change = solve(hessian, gradient)
    // A long step can overshoot where classes part cleanly; the direction stays right.
    const length = Math.hypot(...change)
    const scale = length > stepLengthMax ? stepLengthMax / length : 1
    for (let index = 0; index < size; index++) values[index]! -= scale * change[index]!
    if (length < stepMin) break
  }
  const [intercept = 0, ...weights] = values
  return { intercept, weights }
}

const stepLengthMax = 5

/** The logarithm of the odds that an example is positive. */
export function logitOf(
  { weights, intercept }: LogisticModel,
  features: readonly number[],
): number {
  return weights.reduce((sum, weight, index) => sum + weight * (features[index] ?? 0), intercept)
}

function slopesAt(values: Float64Array, examples: readonly Example[]) {
  const size = values.length
  const gradient = new Float64Array(size)
  const hessian = Array.from({ length: size }, () => new Float64Array(size))
  for (let index = 1; index < size; index++) {
    gradient[index] = ridge * values[index]!
    hessian[index]![index] = ridge
  }
  // Where all examples are of one class the intercept alone would run away.
  hessian[0]![0] = 1e-9
  for (const { features, isPositive } of examples) {
    const row = [1, ...features]
    const chance = 1 / (1 + Math.exp(-dot(values, row)))
    const error = chance - (isPositive ? 1 : 0)
    const weight = chance * (1 - chance)
    for (let one = 0; one < size; one++) {
      if (row[one] === 0) continue
      gradient[one]! += error * row[one]!
      for (let other = 0; other <= one; other++) {
        hessian[one]![other]! += weight * row[one]! * row[other]!
      }
    }
  }
  return { gradient, hessian }
}

/** Solves `matrix · x = right` for a symmetric, positive definite matrix given by its lower half. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length
  const factor = matrix.map((row) => Float64Array.from(row))
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = factor[row]![column]!
      for (let k = 0; k < column; k++) sum -= factor[row]![k]! * factor[column]![k]!
      factor[row]![column] =
        row === column ? Math.sqrt(Math.max(sum, Number.EPSILON)) : sum / factor[column]![column]!
    }
  }
  const solution = Float64Array.from(right)
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) solution[row]! -= factor[row]![k]! * solution[k]!
    solution[row]! /= factor[row]![row]!
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) solution[row]! -= factor[k]![row]! * solution[k]!
    solution[row]! /= factor[row]![row]!
  }
  return solution
}

function dot(values: Float64Array, row: readonly number[]): number {
  return row.reduce((sum, value, index) => sum + value * values[index]!, 0)
}
