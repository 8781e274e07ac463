import type { FeatureRow } from './algorithm.ts'
import { yourTurn } from './errors.ts'

/*
 * Your task: one tree of an isolation forest. It cuts rows of numbers apart at random; what stands
 * far from the crowd is alone after few cuts. `own-forest.ts` grows a hundred of your trees, and
 * turns the mean path into a score.
 *
 * Write averagePathLength first, then pathLength, then growTree; the tests come in another order.
 */

/** A tree as data: a leaf is its row count, a split is [column, value, below, notBelow]. */
export type Tree = number | [column: number, value: number, below: Tree, notBelow: Tree]

export interface GrowOptions {
  /** Cuts from the root to the deepest leaf; a crowd that is still together there stays together. */
  readonly depthMax: number
  /** Gives numbers from 0 up to, but not including, 1. */
  readonly random: () => number
}

/**
 * Grows a tree of the rows:
 * - A leaf, which is the number of rows, where there are fewer than 2 rows, no depth left, or no
 *   column whose values differ.
 * - Otherwise a split: a random column of those whose values differ, cut at a random value between
 *   its smallest and its largest. Rows below the value go to the first half, all others to the
 *   second, and each half is grown with one less of `depthMax`. No half may be empty, also where
 *   `random()` is 0.
 *
 * For example [[10], [20]] may become [0, 17.5, 1, 1]: column 0, cut at 17.5, a row on each side.
 */
export function growTree(_rows: readonly FeatureRow[], _options: GrowOptions): Tree {
  throw yourTurn('isolation-tree', 'step 1: growTree()')
}

/**
 * How many cuts isolate the row: one for each split on its way from the root to a leaf. A leaf that
 * holds n rows adds `averagePathLength(n)`, the cuts that these would still have taken.
 *
 * In [0, 5, 1, [1, 2, 1, 3]] the row [3, 0] takes 1 cut and [7, 1] takes 2.
 */
export function pathLength(_tree: Tree, _row: FeatureRow): number {
  throw yourTurn('isolation-tree', 'step 1: pathLength()')
}

/**
 * Cuts that isolate one of n rows on average: 0 for fewer than 2 rows, 1 for 2 rows, and from there
 * on 2 H(n - 1) - 2 (n - 1) / n, where H(i) is ln(i) + 0.5772156649015329. For 256 rows: 10.2448.
 */
export function averagePathLength(_rowCount: number): number {
  throw yourTurn('isolation-tree', 'step 1: averagePathLength()')
}
