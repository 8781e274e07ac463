import type { FeatureRow } from 'step-1-skeleton'
import { meanPathLength, type Trees } from './isolation-tree.ts'

/** 64 rows of 40 features are 20 kB: with a tree's 10 kB they stay in the processor's cache. */
const blockRowCount = 64

/**
 * For every node the path length that a training row through it has on average: for a leaf its
 * depth + c(size), for a split the mean over its rows. One pass up, because children come later.
 */
export function pathLengths({ roots, child, size }: Trees): Float64Array {
  const depths = new Int32Array(child.length)
  const paths = new Float64Array(child.length)
  for (let node = 0; node < child.length; node++) {
    const below = child[node] as number
    if (below === node) continue
    depths[below] = depths[below + 1] = (depths[node] as number) + 1
  }
  for (let node = child.length - 1; node >= 0; node--) {
    const below = child[node] as number
    const count = size[node] as number
    if (below === node) paths[node] = (depths[node] as number) + meanPathLength(count)
    else {
      const sum =
        (paths[below] as number) * (size[below] as number) +
        (paths[below + 1] as number) * (size[below + 1] as number)
      paths[node] = sum / count
    }
  }
  void roots
  return paths
}

/** Sends rows down all trees, tree by tree in blocks of rows. */
export class ForestWalk {
  readonly #trees: Trees
  readonly #paths: Float64Array
  readonly #columnCount: number
  readonly #depth: number
  readonly #block: Float64Array
  readonly #sums = new Float64Array(blockRowCount)

  constructor(trees: Trees, paths: Float64Array, columnCount: number, depth: number) {
    this.#trees = trees
    this.#paths = paths
    this.#columnCount = columnCount
    this.#depth = depth
    this.#block = new Float64Array(blockRowCount * columnCount)
  }

  /** The mean path length of each row, E(h(x)). */
  meanPaths(rows: readonly FeatureRow[]): Float64Array {
    const means = new Float64Array(rows.length)
    const columnCount = this.#columnCount
    for (let first = 0; first < rows.length; first += blockRowCount) {
      const count = Math.min(blockRowCount, rows.length - first)
      for (let i = 0; i < count; i++) {
        const row = rows[first + i] as FeatureRow
        for (let c = 0; c < columnCount; c++) this.#block[i * columnCount + c] = row[c] as number
      }
      this.#walkBlock(count)
      for (let i = 0; i < count; i++) {
        means[first + i] = (this.#sums[i] as number) / this.#trees.roots.length
      }
    }
    return means
  }

  #walkBlock(count: number): void {
    const { roots, feature, threshold, child } = this.#trees
    const paths = this.#paths
    const block = this.#block
    const sums = this.#sums.fill(0)
    const columnCount = this.#columnCount
    const depth = this.#depth
    for (let tree = 0; tree < roots.length; tree++) {
      const root = roots[tree]!
      for (let i = 0; i < count; i += 4) {
        let n0 = root
        let n1 = root
        let n2 = root
        let n3 = root
        const r0 = i * columnCount
        const r1 = r0 + columnCount
        const r2 = r1 + columnCount
        const r3 = r2 + columnCount
        for (let step = 0; step < depth; step++) {
          n0 = child[n0]! + (block[r0 + feature[n0]!]! >= threshold[n0]! ? 1 : 0)
          n1 = child[n1]! + (block[r1 + feature[n1]!]! >= threshold[n1]! ? 1 : 0)
          n2 = child[n2]! + (block[r2 + feature[n2]!]! >= threshold[n2]! ? 1 : 0)
          n3 = child[n3]! + (block[r3 + feature[n3]!]! >= threshold[n3]! ? 1 : 0)
        }
        sums[i] = sums[i]! + paths[n0]!
        sums[i + 1] = sums[i + 1]! + paths[n1]!
        sums[i + 2] = sums[i + 2]! + paths[n2]!
        sums[i + 3] = sums[i + 3]! + paths[n3]!
      }
    }
  }
}
