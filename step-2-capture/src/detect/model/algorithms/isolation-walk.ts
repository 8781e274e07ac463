import type { FeatureRow } from 'step-1-skeleton'
import { meanPathLength, type Trees } from './isolation-tree.ts'

/** 64 rows of 40 features are 20 kB: with a tree's 10 kB they stay in the processor's cache. */
const blockRowCount = 64

/**
 * For every node the path length that its training rows have on average: for a leaf its depth
 * plus c(size), for a split the mean over its rows. Children come after their parents, so one
 * pass down gives the depths and one pass up the means.
 */
export function pathLengths({ child, size }: Trees): { paths: Float64Array; depthMax: number } {
  const depths = new Int32Array(child.length)
  const paths = new Float64Array(child.length)
  let depthMax = 0
  for (let node = 0; node < child.length; node++) {
    const below = child[node] as number
    if (below === node) continue
    const depth = (depths[node] as number) + 1
    depths[below] = depth
    depths[below + 1] = depth
    depthMax = Math.max(depthMax, depth)
  }
  for (let node = child.length - 1; node >= 0; node--) {
    const below = child[node] as number
    const count = size[node] as number
    paths[node] =
      below === node
        ? (depths[node] as number) + meanPathLength(count)
        : ((paths[below] as number) * (size[below] as number) +
            (paths[below + 1] as number) * (size[below + 1] as number)) /
          count
  }
  return { paths, depthMax }
}

/** Sends rows down all trees. It reuses its buffers, so one walk serves one caller at a time. */
export class ForestWalk {
  readonly #trees: Trees
  readonly #paths: Float64Array
  readonly #depthMax: number
  readonly #columnCount: number
  readonly #block: Float64Array
  readonly #sums = new Float64Array(blockRowCount)

  constructor(trees: Trees, columnCount: number) {
    const { paths, depthMax } = pathLengths(trees)
    this.#trees = trees
    this.#paths = paths
    this.#depthMax = depthMax
    this.#columnCount = columnCount
    this.#block = new Float64Array(blockRowCount * columnCount)
  }

  /** The mean path length of each row over the trees: E(h(x)). */
  meanPaths(rows: readonly FeatureRow[]): Float64Array {
    const means = new Float64Array(rows.length)
    for (let first = 0; first < rows.length; first += blockRowCount) {
      const count = Math.min(blockRowCount, rows.length - first)
      for (let i = 0; i < count; i++) this.#copy(rows[first + i] as FeatureRow, i)
      this.#walkBlock(count)
      for (let i = 0; i < count; i++) {
        means[first + i] = (this.#sums[i] as number) / this.#trees.roots.length
      }
    }
    return means
  }

  /**
   * The mean path length of a training row (`base`), and what each split on a row's way adds to
   * it, summed by feature: `base` plus all `steps` is the row's own mean path length.
   */
  explain(row: FeatureRow): { base: number; steps: Float64Array } {
    const { roots, feature, threshold, child } = this.#trees
    const steps = new Float64Array(this.#columnCount)
    let base = 0
    for (const root of roots) {
      base += (this.#paths[root] as number) / roots.length
      for (let node = root; child[node] !== node; ) {
        const column = feature[node] as number
        const isAbove = Number((row[column] as number) >= (threshold[node] as number))
        const next = (child[node] as number) + isAbove
        const step = (this.#paths[next] as number) - (this.#paths[node] as number)
        steps[column] = (steps[column] as number) + step / roots.length
        node = next
      }
    }
    return { base, steps }
  }

  #copy(row: FeatureRow, place: number): void {
    const columnCount = this.#columnCount
    for (let column = 0; column < columnCount; column++) {
      this.#block[place * columnCount + column] = row[column] as number
    }
  }

  /**
   * Four rows walk side by side, so that the processor overlaps their memory waits: this, and
   * the missing branch, make it ten times as fast as scikit-learn (scripts/bench-forest.ts).
   */
  #walkBlock(count: number): void {
    const { roots, feature, threshold, child } = this.#trees
    const paths = this.#paths
    const block = this.#block
    const columnCount = this.#columnCount
    const depthMax = this.#depthMax
    const sums = this.#sums.fill(0)
    for (let tree = 0; tree < roots.length; tree++) {
      const root = roots[tree]!
      for (let i = 0; i < count; i += 4) {
        let a = root
        let b = root
        let c = root
        let d = root
        const rowA = i * columnCount
        const rowB = rowA + columnCount
        const rowC = rowB + columnCount
        const rowD = rowC + columnCount
        for (let depth = 0; depth < depthMax; depth++) {
          a = child[a]! + Number(block[rowA + feature[a]!]! >= threshold[a]!)
          b = child[b]! + Number(block[rowB + feature[b]!]! >= threshold[b]!)
          c = child[c]! + Number(block[rowC + feature[c]!]! >= threshold[c]!)
          d = child[d]! + Number(block[rowD + feature[d]!]! >= threshold[d]!)
        }
        sums[i] = sums[i]! + paths[a]!
        sums[i + 1] = sums[i + 1]! + paths[b]!
        sums[i + 2] = sums[i + 2]! + paths[c]!
        sums[i + 3] = sums[i + 3]! + paths[d]!
      }
    }
  }
}
