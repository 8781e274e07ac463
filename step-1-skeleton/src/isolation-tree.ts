import type { FeatureRow } from './algorithm.ts'

/** A tree as data: a leaf is its row count, a split is [column, value, below, notBelow]. */
export type Tree = number | [column: number, value: number, below: Tree, notBelow: Tree]

export interface GrowOptions {
  /** Cuts from the root to the deepest leaf; a crowd that is still together there stays together. */
  readonly depthMax: number
  /** Gives numbers from 0 up to, but not including, 1. */
  readonly random: () => number
}

// #region tree
/**
 * Grows one tree (Liu, Ting and Zhou, "Isolation Forest", 2008, algorithm 2): cuts a random column
 * of those whose values differ at a random value between its smallest and its largest, until each
 * row stands alone or the tree is `depthMax` deep. Rows below the value go to the first half.
 */
export function growTree(rows: readonly FeatureRow[], options: GrowOptions): Tree {
  const { depthMax, random } = options
  if (depthMax === 0 || rows.length < 2) return rows.length
  const ranges = rangesOf(rows)
  const range = ranges[Math.floor(random() * ranges.length)]
  if (!range) return rows.length
  const { column, low, high } = range
  // Above `low` and at most `high`, so that neither half is empty.
  const value = high - random() * (high - low)
  const isBelow = (row: FeatureRow) => (row[column] as number) < value
  const deeper = { depthMax: depthMax - 1, random }
  return [
    column,
    value,
    growTree(rows.filter(isBelow), deeper),
    growTree(
      rows.filter((row) => !isBelow(row)),
      deeper,
    ),
  ]
}

/**
 * How many cuts isolate the row. Rows that a leaf holds together would have taken
 * `averagePathLength` more cuts, so these are added (equation 1).
 */
export function pathLength(tree: Tree, row: FeatureRow): number {
  if (typeof tree === 'number') return averagePathLength(tree)
  const [column, value, below, notBelow] = tree
  return 1 + pathLength((row[column] as number) < value ? below : notBelow, row)
}

/** Cuts that isolate one of `rowCount` rows on average, from 2 rows on: 2 H(n - 1) - 2 (n - 1) / n. */
export function averagePathLength(rowCount: number): number {
  if (rowCount < 2) return 0
  if (rowCount === 2) return 1
  return 2 * (Math.log(rowCount - 1) + eulerGamma) - (2 * (rowCount - 1)) / rowCount
}
// #endregion

/** The n-th harmonic number H(n) is about ln(n) + 0.577 (Euler's constant). */
const eulerGamma = 0.5772156649015329

/** The columns that can be cut: those whose values differ. */
function rangesOf(rows: readonly FeatureRow[]) {
  const columns = Array.from(rows[0] ?? [], (_, column) => column)
  return columns
    .map((column) => {
      const values = rows.map((row) => row[column] as number)
      return { column, low: Math.min(...values), high: Math.max(...values) }
    })
    .filter(({ low, high }) => low < high)
}
