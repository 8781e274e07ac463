import { type Algorithm, type FeatureRow, modelDamaged, type Scorer } from 'step-1-skeleton'
import { z } from 'zod'
import { Adam } from './adam.ts'
import { arrayText, float64Text } from './array-text.ts'
import { keepOrdinary } from './contamination.ts'
import { createNetwork, type DenseNetwork, NetworkPass, parameterCount } from './dense-network.ts'
import { createRandom } from './random.ts'
import { checkRow, checkTrainingRows, columnCountMax } from './training-rows.ts'

export interface AutoencoderOptions {
  readonly seed?: number
  /** Share of the training rows that is left out as strange, 0 by default. */
  readonly contamination?: number
}

/** Neurons of the first and last hidden layer; the one between has √columns, and forces a summary. */
const hiddenCount = 32
const batchRowCount = 64
/** Rows shown in all: enough for the error to settle, and 5 s with 122 columns. */
const shownCountMax = 300_000
/** A network learns what is common first and single rows last: a short look tells them apart. */
const draftShownCountMax = 30_000
/** No table needs to be shown more often. */
const epochCountMax = 200
const learningRate = 2e-3
/** The network sees no value beyond: one wild row must not drown the others' gradients. */
const deviationsMax = 10
/** Of a column that is always reconstructed, a deviation of a hundredth is already strange. */
const errorMin = 0.01
/** How far a column may go that never varied is unknown: a unit counts as one typical error. */
const constantError = 1

/**
 * Autoencoder (Hawkins and others, "Outlier detection using replicator neural networks", 2002):
 * it learns to reproduce ordinary rows through a narrow layer, so what it cannot reproduce is
 * strange. Each feature's error is measured in that feature's typical errors (root mean square over
 * the training rows); the score is their mean. Rows are expected as standard scores.
 */
export function createAutoencoder(options: AutoencoderOptions = {}): Algorithm {
  const { seed = 1, contamination = 0 } = options
  return {
    name: 'autoencoder',
    train(rows) {
      checkTrainingRows(rows)
      return keepOrdinary(rows, {
        contamination,
        draft: (chosen) => learn(chosen, { shownCountMax: draftShownCountMax, seed }),
        learn: (chosen) => learn(chosen, { shownCountMax, seed }),
      })
    },
    restore(state) {
      const parsed = autoencoderState.safeParse(state)
      if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
      const { parameters, usualErrors } = parsed.data
      return scorerOf({ layerSizes: layerSizesOf(usualErrors.length), parameters }, usualErrors)
    },
  }
}

function layerSizesOf(columnCount: number): number[] {
  return [columnCount, hiddenCount, Math.ceil(Math.sqrt(columnCount)), hiddenCount, columnCount]
}

interface LearningOptions {
  readonly shownCountMax: number
  readonly seed: number
}

function learn(rows: readonly FeatureRow[], options: LearningOptions): Scorer {
  const random = createRandom(options.seed)
  const columnCount = rows[0]?.length ?? 0
  const network = createNetwork(layerSizesOf(columnCount), random)
  const constants = constantColumns(rows)
  for (const column of constants) forgetInput(network, column)
  const pass = new NetworkPass(network)
  const adam = new Adam(network.parameters.length)
  const gradient = new Float64Array(network.parameters.length)
  const shownCount = Math.min(options.shownCountMax, epochCountMax * rows.length)
  for (let shown = 0; shown < shownCount; shown += batchRowCount) {
    for (let i = 0; i < batchRowCount; i++) {
      showRow(pass, rows[random.below(rows.length)] as FeatureRow)
      for (let column = 0; column < columnCount; column++) {
        const error = pass.output[column]! - pass.input[column]!
        pass.outputError[column] = (2 * error) / columnCount / batchRowCount
      }
      pass.backward(gradient)
    }
    // The rate falls to zero, so that the last steps settle instead of jumping about.
    adam.update(network.parameters, gradient, learningRate * (1 - shown / shownCount))
  }
  const usualErrors = typicalErrorsOf(pass, rows)
  for (const column of constants) usualErrors[column] = constantError
  return scorerOf(network, usualErrors)
}

function constantColumns(rows: readonly FeatureRow[]): number[] {
  const first = rows[0] as FeatureRow
  return Array.from(first, (_, column) => column).filter((column) =>
    rows.every((row) => row[column] === first[column]),
  )
}

/** Weights of an input that never moves are never learned: left random, they would only disturb. */
function forgetInput({ layerSizes, parameters }: DenseNetwork, column: number): void {
  const [inCount = 0, outCount = 0] = layerSizes
  for (let out = 0; out < outCount; out++) parameters[out * inCount + column] = 0
}

/** Feeds a row, cut off at `deviationsMax`, through the network. */
function showRow(pass: NetworkPass, row: FeatureRow): void {
  for (let column = 0; column < row.length; column++) {
    pass.input[column] = Math.max(-deviationsMax, Math.min(deviationsMax, row[column] as number))
  }
  pass.forward()
}

function typicalErrorsOf(pass: NetworkPass, rows: readonly FeatureRow[]): Float64Array {
  const squares = new Float64Array(pass.output.length)
  for (const row of rows) {
    showRow(pass, row)
    for (let column = 0; column < row.length; column++) {
      squares[column]! += (pass.output[column]! - pass.input[column]!) ** 2 / rows.length
    }
  }
  return squares.map((square) => Math.max(Math.sqrt(square), errorMin))
}

function scorerOf(network: DenseNetwork, usualErrors: Float64Array): Scorer {
  const pass = new NetworkPass(network)
  const columnCount = usualErrors.length
  /** The error is measured against the value itself, however far beyond the cut-off it is. */
  const errors = (row: FeatureRow) => {
    checkRow(row, columnCount)
    showRow(pass, row)
    return usualErrors.map((typical, column) => {
      return Math.abs((row[column] as number) - pass.output[column]!) / typical / columnCount
    })
  }
  return {
    score: (row) => errors(row).reduce((sum, error) => sum + error, 0),
    explain: (row) => ({ base: 0, contributions: errors(row) }),
    toState: () => ({
      parameters: arrayText(network.parameters),
      usualErrors: arrayText(usualErrors),
    }),
  }
}

const autoencoderState = z
  .object({
    parameters: float64Text(parameterCount(layerSizesOf(columnCountMax))),
    /** Of each column, the root mean square of its error over the training rows. */
    usualErrors: float64Text(columnCountMax),
  })
  .refine(
    ({ parameters, usualErrors }) =>
      usualErrors.length > 0 &&
      parameters.length === parameterCount(layerSizesOf(usualErrors.length)),
    { error: 'the weights do not fit the columns' },
  )
  .refine(({ usualErrors }) => usualErrors.every((error) => error > 0), {
    error: 'a typical error is not above zero',
  })
