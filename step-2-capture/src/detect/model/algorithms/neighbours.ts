import { type Algorithm, type FeatureRow, modelDamaged, type Scorer } from 'step-1-skeleton'
import { z } from 'zod'
import { arrayText, float64Text } from './array-text.ts'
import { NearestRows } from './nearest-rows.ts'
import { createRandom } from './random.ts'
import { sampleRows } from './sample-rows.ts'
import { checkRow, checkTrainingRows, columnCountMax, toMatrix } from './training-rows.ts'
import {
  isWhole,
  notWhole,
  type Whitening,
  whiten,
  whiteningFields,
  whiteningOf,
  whiteningText,
} from './whitening.ts'

/** Each score looks at all of them: 2,000 rows of 40 numbers are 640 kB. */
export const neighbourRowCountMax = 2_000

interface NeighbourOptions {
  readonly seed?: number
}

/**
 * Mean distance to the five nearest rows that were learned, of whitened rows (Ramaswamy, Rastogi,
 * Shim, "Efficient algorithms for mining outliers from large data sets", 2000).
 */
export function createNearestNeighbours(options: NeighbourOptions = {}): Algorithm {
  return neighbourAlgorithm(options, {
    name: 'nearest-neighbours',
    neighbourCount: 5,
    scoreOf: ({ distances }) => mean(distances),
  })
}

/**
 * Local outlier factor (Breunig, Kriegel, Ng, Sander, "LOF: identifying density-based local
 * outliers", 2000) of whitened rows, 20 neighbours: how much thinner the rows lie around a row than
 * around its neighbours; 1 for a row among others of its kind.
 */
export function createLocalOutlier(options: NeighbourOptions = {}): Algorithm {
  return neighbourAlgorithm(options, {
    name: 'local-outlier',
    neighbourCount: 20,
    scoreOf: (nearest, { reaches, densities }) => {
      const density = densityOf(nearest, reaches)
      let sum = 0
      for (const index of nearest.indexes) sum += densities[index]! / density
      return sum / nearest.indexes.length
    },
  })
}

interface Method {
  readonly name: string
  readonly neighbourCount: number
  readonly scoreOf: (nearest: NearestRows, state: NeighbourState) => number
}

function neighbourAlgorithm({ seed = 1 }: NeighbourOptions, method: Method): Algorithm {
  return {
    name: method.name,
    train(rows) {
      checkTrainingRows(rows)
      const whitening = whiteningOf(toMatrix(rows))
      const columnCount = whitening.mean.length
      const sample = sampleRows(rows, neighbourRowCountMax, createRandom(seed))
      const learned = new Float64Array(sample.length * columnCount)
      sample.forEach((row, index) => {
        const start = index * columnCount
        whitenWithin(whitening, row, learned.subarray(start, start + columnCount))
      })
      return scorerOf(
        { ...whitening, learned, ...surroundings(learned, columnCount, method) },
        method,
      )
    },
    restore(state) {
      const parsed = neighbourState.safeParse(state)
      if (parsed.success) return scorerOf(parsed.data, method)
      throw modelDamaged(z.prettifyError(parsed.error))
    },
  }
}

const neighbourState = z
  .object({
    ...whiteningFields,
    /** Whitened rows, one after another. */
    learned: float64Text(neighbourRowCountMax * columnCountMax),
    /** Of each: the distance to its farthest neighbour, and the density around it. */
    reaches: float64Text(neighbourRowCountMax),
    densities: float64Text(neighbourRowCountMax),
  })
  .refine(isWhole, notWhole)
  .refine(
    ({ mean, learned, reaches, densities }) =>
      reaches.length >= 2 &&
      reaches.length === densities.length &&
      learned.length === reaches.length * mean.length,
    { error: 'the rows do not fit their densities' },
  )

interface NeighbourState extends Whitening {
  readonly learned: Float64Array
  readonly reaches: Float64Array
  readonly densities: Float64Array
}

function scorerOf(state: NeighbourState, { neighbourCount, scoreOf }: Method): Scorer {
  const columnCount = state.mean.length
  const nearest = new NearestRows(state.learned, columnCount, neighbourCount)
  const whitened = new Float64Array(columnCount)
  const score = (row: FeatureRow) => {
    checkRow(row, columnCount)
    whitenWithin(state, row, whitened)
    nearest.look(whitened)
    return scoreOf(nearest, state)
  }
  return {
    score,
    explain(row) {
      const total = score(row)
      const shares = nearest.shares(whitened)
      // A row that lies on its neighbours has a score all the same, and no column to blame.
      const base = shares.some((share) => share > 0) ? 0 : total
      return { base, contributions: shares.map((share) => share * total) }
    },
    toState: () => ({
      ...whiteningText(state),
      learned: arrayText(state.learned),
      reaches: arrayText(state.reaches),
      densities: arrayText(state.densities),
    }),
  }
}

/** So far off that nothing is farther, and its square has room in a double. */
const deviationMax = 1e100

function whitenWithin(whitening: Whitening, row: FeatureRow, target: Float64Array): void {
  whiten(whitening, row, target)
  for (let column = 0; column < target.length; column++) {
    target[column] = Math.max(-deviationMax, Math.min(deviationMax, target[column]!)) || 0
  }
}

/** What `scoreOf` compares with: distances and densities of the learned rows themselves. */
function surroundings(learned: Float64Array, columnCount: number, { neighbourCount }: Method) {
  const nearest = new NearestRows(learned, columnCount, neighbourCount)
  const rowCount = learned.length / columnCount
  const rowOf = (index: number) => learned.subarray(index * columnCount, (index + 1) * columnCount)
  const reaches = new Float64Array(rowCount)
  // A density needs the reaches of all rows. A look costs a pass over them, so each row has one, and
  // what it found is kept until then: 2,000 rows with 20 neighbours are 480 kB.
  const neighbours: FoundRows[] = []
  for (let index = 0; index < rowCount; index++) {
    nearest.look(rowOf(index))
    const { indexes, distances } = nearest
    neighbours.push({ indexes: indexes.slice(), distances: distances.slice() })
    reaches[index] = distances.at(-1) ?? 0
  }
  const densities = Float64Array.from(neighbours, (found) => densityOf(found, reaches))
  return { reaches, densities }
}

/**
 * Traffic repeats itself: many rows are equal, and no density is infinite. Rows that are closer than
 * a hundredth of a standard deviation count as that far apart.
 */
const reachMin = 0.01

/** What a look found of one row. */
type FoundRows = Pick<NearestRows, 'indexes' | 'distances'>

/** One over the mean reachability distance to the neighbours. */
function densityOf({ indexes, distances }: FoundRows, reaches: Float64Array): number {
  let sum = 0
  for (let place = 0; place < indexes.length; place++) {
    sum += Math.max(distances[place]!, reaches[indexes[place]!]!, reachMin)
  }
  return indexes.length / sum
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
