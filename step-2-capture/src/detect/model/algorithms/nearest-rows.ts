import type { FeatureRow } from 'step-1-skeleton'

/** Rows that were learned, and the ones of them that are nearest to another row. */
export class NearestRows {
  /** Numbers of the nearest rows, the nearest first, and their distances: valid until the next look. */
  readonly indexes: Int32Array
  readonly distances: Float64Array
  readonly #values: Float64Array
  readonly #columnCount: number

  /** @param values Row after row, none so large that its square has no room in a double */
  constructor(values: Float64Array, columnCount: number, neighbourCount: number) {
    this.#values = values
    this.#columnCount = columnCount
    // A row that was learned does not count as its own neighbour.
    const count = Math.min(neighbourCount, values.length / columnCount - 1)
    this.indexes = new Int32Array(count)
    this.distances = new Float64Array(count)
  }

  /**
   * Looks for the neighbours of a row. One learned row that equals it is left out, as the row
   * itself: so rows that were learned score as others do. Costs a pass over all learned rows.
   */
  look(row: FeatureRow): void {
    const { indexes, distances } = this
    const columnCount = this.#columnCount
    const rowCount = this.#values.length / columnCount
    const last = distances.length - 1
    distances.fill(Number.POSITIVE_INFINITY)
    let isItselfLeft = true
    for (let index = 0; index < rowCount; index++) {
      const square = this.#squaredDistance(index, row, distances[last]!)
      if (square === 0 && isItselfLeft) {
        isItselfLeft = false
        continue
      }
      if (square >= distances[last]!) continue
      let place = last
      for (; place > 0 && distances[place - 1]! > square; place--) {
        distances[place] = distances[place - 1]!
        indexes[place] = indexes[place - 1]!
      }
      distances[place] = square
      indexes[place] = index
    }
    for (let place = 0; place <= last; place++) distances[place] = Math.sqrt(distances[place]!)
  }

  /** How the columns share in the distances to the neighbours that were found: they add up to 1, or are 0. */
  shares(row: FeatureRow): Float64Array {
    const shares = new Float64Array(this.#columnCount)
    let largest = 0
    for (const index of this.indexes) {
      for (let column = 0; column < shares.length; column++) {
        largest = Math.max(largest, Math.abs(this.#difference(index, column, row)))
      }
    }
    if (largest === 0) return shares
    for (const index of this.indexes) {
      for (let column = 0; column < shares.length; column++) {
        shares[column]! += (this.#difference(index, column, row) / largest) ** 2
      }
    }
    const total = shares.reduce((sum, share) => sum + share, 0)
    return shares.map((share) => share / total)
  }

  #difference(index: number, column: number, row: FeatureRow): number {
    return row[column]! - this.#values[index * this.#columnCount + column]!
  }

  /** Gives up once it is above `limit`. */
  #squaredDistance(index: number, row: FeatureRow, limit: number): number {
    const start = index * this.#columnCount
    let sum = 0
    for (let column = 0; column < this.#columnCount; column++) {
      const difference = row[column]! - this.#values[start + column]!
      sum += difference * difference
      if (sum > limit) return sum
    }
    return sum
  }
}
