import type { Random } from './random.ts'

/**
 * The trees of a forest, node after node, each tree breadth first. The two children of a split
 * stand side by side, so a step down is `child + (value >= threshold)`. A leaf is its own child
 * and has the threshold NaN, which no value reaches: walking on from a leaf stays there, so all
 * rows can take the same number of steps, without a branch that the processor would mispredict.
 */
export interface Trees {
  /** First node of each tree. */
  readonly roots: Int32Array
  readonly feature: Int16Array
  readonly threshold: Float64Array
  /** The child for values below the threshold; the next node is for the others. */
  readonly child: Int32Array
  /** Training rows that reached the node. */
  readonly size: Int32Array
}

/** The trees as far as they are grown; the arrays have room for the largest possible ones. */
export interface GrowingTrees extends Trees {
  nodeCount: number
}

/** Euler's constant, to the last digit that a double holds. */
const eulerGamma = 0.5772156649015329

/** c(n): the mean path length of an unsuccessful search in a binary tree of n rows (equation 1). */
export function meanPathLength(count: number): number {
  if (count <= 1) return 0
  if (count === 2) return 1
  return 2 * (Math.log(count - 1) + eulerGamma) - (2 * (count - 1)) / count
}

/** Trees deeper than the mean are not needed to isolate outliers (algorithm 1): ceil(log2 ψ). */
export function depthLimit(sampleCount: number): number {
  return Math.ceil(Math.log2(Math.max(sampleCount, 2)))
}

/** Grows trees from one sample after another; rows are reordered so that a node is a range. */
export class TreeGrower {
  readonly #columnCount: number
  readonly #random: Random
  readonly #values: Float64Array
  /** Row numbers of the sample; each node is a range of them. */
  readonly #order: Int32Array
  /** Column numbers in random order. */
  readonly #columns: Int16Array
  readonly #starts: Int32Array
  readonly #depths: Int32Array
  #low = 0
  #high = 0

  /** `values` holds the sample row after row; it is refilled before each `grow`. */
  constructor(values: Float64Array, columnCount: number, random: Random) {
    const rowCount = values.length / columnCount
    this.#values = values
    this.#columnCount = columnCount
    this.#random = random
    this.#order = new Int32Array(rowCount)
    this.#columns = Int16Array.from({ length: columnCount }, (_, column) => column)
    this.#starts = new Int32Array(2 * rowCount)
    this.#depths = new Int32Array(2 * rowCount)
  }

  /** Adds one tree after those that `trees` holds. */
  grow(trees: GrowingTrees): void {
    const rowCount = this.#order.length
    const depthMax = depthLimit(rowCount)
    const root = trees.nodeCount
    for (let row = 0; row < rowCount; row++) this.#order[row] = row
    trees.size[root] = rowCount
    this.#starts[0] = 0
    this.#depths[0] = 0
    trees.nodeCount++
    for (let node = root; node < trees.nodeCount; node++) {
      const start = this.#starts[node - root] as number
      const end = start + (trees.size[node] as number)
      const depth = this.#depths[node - root] as number
      const column = depth < depthMax ? this.#chooseColumn(start, end) : -1
      if (column < 0) {
        trees.threshold[node] = Number.NaN
        trees.child[node] = node
      } else this.#split(trees, { root, node, start, end, depth, column })
    }
  }

  #split(trees: GrowingTrees, at: Split): void {
    const { root, node, start, end, depth, column } = at
    const threshold = this.#chooseThreshold()
    const middle = this.#partition(start, end, column, threshold)
    const below = trees.nodeCount
    trees.feature[node] = column
    trees.threshold[node] = threshold
    trees.child[node] = below
    trees.size[below] = middle - start
    trees.size[below + 1] = end - middle
    this.#starts[below - root] = start
    this.#starts[below + 1 - root] = middle
    this.#depths[below - root] = depth + 1
    this.#depths[below + 1 - root] = depth + 1
    trees.nodeCount += 2
  }

  /** A random column that is not constant over the range; -1 where all are. */
  #chooseColumn(start: number, end: number): number {
    if (end - start < 2) return -1
    const columns = this.#columns
    for (let left = this.#columnCount; left > 0; left--) {
      const pick = this.#random.below(left)
      const column = columns[pick] as number
      if (this.#measure(start, end, column)) return column
      columns[pick] = columns[left - 1] as number
      columns[left - 1] = column
    }
    return -1
  }

  /** Notes the column's lowest and highest value over the range; false where they are equal. */
  #measure(start: number, end: number, column: number): boolean {
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    for (let position = start; position < end; position++) {
      const value = this.#value(position, column)
      if (value < low) low = value
      if (value > high) high = value
    }
    this.#low = low
    this.#high = high
    return low < high
  }

  /** Uniform in (low, high], so that neither side is empty; ±1e308 do not overflow it. */
  #chooseThreshold(): number {
    const share = this.#random.next()
    const threshold = this.#low * share + this.#high * (1 - share)
    return threshold > this.#low ? Math.min(threshold, this.#high) : this.#high
  }

  /** Moves the rows below the threshold to the front of the range; returns where the rest begins. */
  #partition(start: number, end: number, column: number, threshold: number): number {
    const order = this.#order
    let low = start
    let high = end - 1
    while (low <= high) {
      if (this.#value(low, column) < threshold) low++
      else {
        const row = order[low] as number
        order[low] = order[high] as number
        order[high] = row
        high--
      }
    }
    return low
  }

  #value(position: number, column: number): number {
    return this.#values[(this.#order[position] as number) * this.#columnCount + column] as number
  }
}

interface Split {
  readonly root: number
  readonly node: number
  readonly start: number
  readonly end: number
  readonly depth: number
  readonly column: number
}
