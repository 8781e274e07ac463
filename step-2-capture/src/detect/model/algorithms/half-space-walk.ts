import type { Explanation, FeatureRow } from 'step-1-skeleton'
import { checkRow } from './training-rows.ts'

/** Complete binary trees one after another; node n of a tree has the children 2n + 1 and 2n + 2. */
export interface HalfSpaceForest {
  readonly treeCount: number
  readonly depth: number
  readonly windowRowCount: number
  readonly columnCount: number
  readonly feature: Int16Array
  readonly threshold: Float64Array
  /** Rows of the last whole window in each node: the reference profile. */
  readonly reference: Int32Array
  /** Rows of the window that is being counted: the latest profile. */
  readonly latest: Int32Array
  /** Rows in `latest`. */
  seenCount: number
}

/** A node with fewer rows of the window than this share says too little to walk on (section 4). */
const sizeShareMin = 0.1

/** Counts rows into the trees, and compares a row with what was counted. */
export class HalfSpaceWalk {
  readonly forest: HalfSpaceForest
  readonly #treeSize: number

  constructor(forest: HalfSpaceForest) {
    this.forest = forest
    this.#treeSize = 2 ** (forest.depth + 1) - 1
  }

  learn(row: FeatureRow): void {
    checkRow(row, this.forest.columnCount)
    const { treeCount, depth, latest } = this.forest
    for (let tree = 0; tree < treeCount; tree++) {
      const root = tree * this.#treeSize
      let node = 0
      for (let level = 0; level <= depth; level++) {
        latest[root + node]! += 1
        node = this.#child(root, node, row)
      }
    }
    this.forest.seenCount++
    if (this.forest.seenCount >= this.forest.windowRowCount) this.closeWindow()
  }

  /** What was counted becomes what is typical. */
  closeWindow(): void {
    const { reference, latest } = this.forest
    reference.set(latest)
    latest.fill(0)
    this.forest.seenCount = 0
  }

  /** Minus the mean density: 0 where no row fell, -1 where as many as anywhere, below in a crowd. */
  score(row: FeatureRow): number {
    const { base, contributions } = this.explain(row)
    return Float64Array.from(contributions).reduce((sum, part) => sum + part, base)
  }

  /**
   * A node at depth k with m of n rows has the density m · 2^k / n. Each halving on the row's way
   * changes it, and the change is credited to the column that was halved.
   */
  explain(row: FeatureRow): Explanation {
    checkRow(row, this.forest.columnCount)
    const { treeCount, depth, feature, reference } = this.forest
    const contributions = new Float64Array(this.forest.columnCount)
    let base = 0
    for (let tree = 0; tree < treeCount; tree++) {
      const root = tree * this.#treeSize
      const total = Math.max(reference[root]!, 1)
      let node = 0
      let density = reference[root]! / total
      base -= density / treeCount
      for (let level = 1; level <= depth; level++) {
        if (reference[root + node]! < sizeShareMin * total) break
        const column = feature[root + node]!
        node = this.#child(root, node, row)
        const next = (reference[root + node]! * 2 ** level) / total
        contributions[column]! -= (next - density) / treeCount
        density = next
      }
    }
    return { base, contributions }
  }

  #child(root: number, node: number, row: FeatureRow): number {
    const { feature, threshold } = this.forest
    const value = row[feature[root + node]!] as number
    return 2 * node + 1 + Number(value >= threshold[root + node]!)
  }
}
