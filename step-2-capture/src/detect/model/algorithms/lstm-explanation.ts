import type { Explanation } from 'step-1-skeleton'
import { type LstmNetwork, LstmPass } from './lstm-network.ts'

/** Points on the way of the integral; with 64 its sum is within a percent before it is closed. */
const integralStepCount = 64

/**
 * Integrated gradients (Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks",
 * 2017) on the straight way from the average window to these. The sum's rest, under a percent, is
 * shared out as the features' parts are, so that base and contributions add up exactly.
 */
export function explainSequence(
  network: LstmNetwork,
  sequence: readonly ArrayLike<number>[],
): Explanation {
  const pass = new LstmPass(network, sequence.length)
  const contributions = new Float64Array(network.inputCount)
  const unused = new Float64Array(network.parameters.length)
  const between = (share: number) => sequence.map((row) => Float64Array.from(row, (z) => z * share))
  for (let i = 0; i < integralStepCount; i++) {
    const outputs = pass.forward(between((i + 0.5) / integralStepCount))
    pass.backward(logOddsSlope(outputs), unused, (step, error) => {
      const row = sequence[step] as ArrayLike<number>
      for (let column = 0; column < error.length; column++) {
        contributions[column]! += (error[column]! * (row[column] as number)) / integralStepCount
      }
    })
  }
  const base = logOdds(pass.forward(between(0)))
  const rest = logOdds(pass.forward(sequence)) - base - sumOf(contributions)
  const weight = sumOf(contributions.map(Math.abs))
  return {
    base,
    contributions: contributions.map((part) => {
      return part + rest * (weight > 0 ? Math.abs(part) / weight : 1 / contributions.length)
    }),
  }
}

/** log(sum of the attacks' chances / chance of benign). */
export function logOdds(outputs: Float64Array): number {
  const attacks = outputs.subarray(1)
  const highest = Math.max(...attacks)
  return highest + Math.log(sumOf(attacks.map((value) => Math.exp(value - highest)))) - outputs[0]!
}

function logOddsSlope(outputs: Float64Array): Float64Array {
  const slope = new Float64Array(outputs.length)
  slope.set(softmax(outputs.subarray(1)), 1)
  slope[0] = -1
  return slope
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Outputs as probabilities that add up to 1. */
export function softmax(outputs: Float64Array): Float64Array {
  const highest = outputs.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY)
  const powers = outputs.map((value) => Math.exp(value - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}
