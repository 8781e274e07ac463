import type { FeatureRow } from 'step-1-skeleton'
import { type GrowingTrees, TreeGrower, type Trees } from './isolation-tree.ts'
import type { Random } from './random.ts'

/** A tree that splits every row apart has two nodes a row, less one. */
export const treeSizeMax = (sampleCount: number) => 2 * sampleCount - 1

interface GrowthOptions {
  readonly treeCount: number
  readonly sampleCount: number
  readonly random: Random
}

export function growTrees(rows: readonly FeatureRow[], options: GrowthOptions): Trees {
  const { treeCount, sampleCount, random } = options
  const columnCount = rows[0]?.length ?? 0
  const values = new Float64Array(sampleCount * columnCount)
  const grower = new TreeGrower(values, columnCount, random)
  const trees = emptyTrees(treeCount, treeCount * treeSizeMax(sampleCount))
  for (let tree = 0; tree < treeCount; tree++) {
    let place = 0
    for (const index of drawIndexes(sampleCount, rows.length, random)) {
      values.set(rows[index] as FeatureRow, columnCount * place++)
    }
    trees.roots[tree] = trees.nodeCount
    grower.grow(trees)
  }
  return trimTrees(trees)
}

/** Different numbers below `total`, by Floyd's algorithm (Bentley and Floyd 1987). */
function drawIndexes(count: number, total: number, random: Random): ReadonlySet<number> {
  const drawn = new Set<number>()
  for (let last = total - count; last < total; last++) {
    const index = random.below(last + 1)
    drawn.add(drawn.has(index) ? last : index)
  }
  return drawn
}

/** Room for trees of `capacity` nodes together. */
export function emptyTrees(treeCount: number, capacity: number): GrowingTrees {
  return {
    nodeCount: 0,
    roots: new Int32Array(treeCount),
    feature: new Int16Array(capacity),
    threshold: new Float64Array(capacity),
    child: new Int32Array(capacity),
    size: new Int32Array(capacity),
  }
}

/** The trees without the room that they did not need. */
export function trimTrees({
  nodeCount,
  roots,
  feature,
  threshold,
  child,
  size,
}: GrowingTrees): Trees {
  return {
    roots,
    feature: feature.slice(0, nodeCount),
    threshold: threshold.slice(0, nodeCount),
    child: child.slice(0, nodeCount),
    size: size.slice(0, nodeCount),
  }
}
