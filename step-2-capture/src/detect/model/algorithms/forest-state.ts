import { modelDamaged } from 'step-1-skeleton'
import { z } from 'zod'
import { arrayText, float64Text, int16Text, int32Text } from './array-text.ts'
import { emptyTrees } from './forest-growth.ts'
import type { Trees } from './isolation-tree.ts'
import { columnCountMax } from './training-rows.ts'

/** 1,048,576 nodes of 18 B are 19 MB: 100 trees of 5,000 rows. A typical forest has 20,000. */
export const nodeCountMax = 1_048_576

/** What the trees do not tell of themselves. */
export interface ForestShape {
  readonly sampleCount: number
  readonly columnCount: number
}

export const forestState = z.object({
  columnCount: z.number().int().min(1).max(columnCountMax),
  sampleCount: z.number().int().min(2),
  roots: int32Text(nodeCountMax),
  /** The column that a node splits on, -1 for a leaf. */
  feature: int16Text(nodeCountMax),
  /** 0 for a leaf. */
  threshold: float64Text(nodeCountMax),
  size: int32Text(nodeCountMax),
})

export function toState(trees: Trees, shape: ForestShape): z.input<typeof forestState> {
  const isLeaf = (node: number) => trees.child[node] === node
  return {
    columnCount: shape.columnCount,
    sampleCount: shape.sampleCount,
    roots: arrayText(trees.roots),
    feature: arrayText(trees.feature.map((column, node) => (isLeaf(node) ? -1 : column))),
    threshold: arrayText(trees.threshold.map((value, node) => (isLeaf(node) ? 0 : value))),
    size: arrayText(trees.size),
  }
}

/**
 * The children are not in the file: breadth first they follow one after another, so whatever a
 * file says, the links only lead forward and no walk can run in a circle.
 */
export function toTrees(state: z.output<typeof forestState>): Trees {
  const { roots, feature, size } = state
  const nodeCount = feature.length
  const trees = { ...emptyTrees(roots.length, nodeCount), size, roots }
  const broken = modelDamaged('its trees do not fit together')
  if (roots.length === 0 || size.length !== nodeCount) throw broken
  if (state.threshold.length !== nodeCount) throw broken
  let end = 0
  for (const [tree, root] of roots.entries()) {
    if (root !== end) throw broken
    end = root + 1
    for (let node = root; node < end; node++) {
      const column = feature[node] as number
      if (column >= state.columnCount || column < -1) throw broken
      const isLeaf = column === -1
      trees.feature[node] = isLeaf ? 0 : column
      trees.threshold[node] = isLeaf ? Number.NaN : (state.threshold[node] as number)
      trees.child[node] = isLeaf ? node : end
      if (!isLeaf) end += 2
      if (end > (roots[tree + 1] ?? nodeCount)) throw broken
      const isWhole = isLeaf || size[node] === (size[end - 2] as number) + (size[end - 1] as number)
      if (!isWhole || (size[node] as number) < 1) throw broken
    }
  }
  if (end !== nodeCount) throw broken
  return trees
}
