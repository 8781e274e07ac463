import { type Algorithm, type FeatureRow, modelDamaged } from 'step-1-skeleton'
import { z } from 'zod'
import { arrayText, float64Text, int16Text, int32Text } from './array-text.ts'
import { type HalfSpaceForest, HalfSpaceWalk } from './half-space-walk.ts'
import { createRandom, type Random } from './random.ts'
import { checkTrainingRows, columnCountMax } from './training-rows.ts'

export interface HalfSpaceTreesOptions {
  /** 25 by default, as in the paper. */
  readonly treeCount?: number
  /** Halvings from the root to a leaf, 10 by default: 2,047 nodes a tree. */
  readonly depth?: number
  /** Rows that are counted before they become what is typical, 250 by default. */
  readonly windowRowCount?: number
  readonly seed?: number
}

/** 2^20 nodes of 18 B are 19 MB: 25 trees of depth 14. */
const nodeCountMax = 1_048_576

/**
 * Half-space trees (Tan, Ting and Liu, "Fast anomaly detection for streaming data", IJCAI 2011).
 * Trees halve the space at random before any row is seen and only count rows afterwards, so they
 * follow a stream: with `learn` every `windowRowCount` rows replace what was typical by what is.
 * A row where few rows fell scores high: the score is minus the density relative to the mean one.
 */
export function createHalfSpaceTrees(options: HalfSpaceTreesOptions = {}): StreamAlgorithm {
  const { treeCount = 25, depth = 10, windowRowCount = 250, seed = 1 } = options
  return {
    name: 'half-space-trees',
    train(rows) {
      checkTrainingRows(rows)
      const forest = growForest(rows, { treeCount, depth, windowRowCount, seed })
      const walk = new HalfSpaceWalk(forest)
      for (const row of rows) walk.learn(row)
      // What is left of the last window counts too, unless a whole one is there already.
      if (rows.length < forest.windowRowCount) walk.closeWindow()
      return scorerOf(walk)
    },
    restore(state) {
      const parsed = forestState.safeParse(withoutFormerName(state))
      if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
      return scorerOf(new HalfSpaceWalk(parsed.data))
    },
  }
}

export interface StreamAlgorithm extends Algorithm {
  train(rows: readonly FeatureRow[]): StreamScorer
  restore(state: unknown): StreamScorer
}

export type StreamScorer = ReturnType<typeof scorerOf>

function scorerOf(walk: HalfSpaceWalk) {
  return {
    score: (row: FeatureRow) => walk.score(row),
    explain: (row: FeatureRow) => walk.explain(row),
    /** Counts a row of the stream. */
    learn: (row: FeatureRow) => walk.learn(row),
    toState: () => toState(walk.forest),
  }
}

interface GrowthOptions {
  readonly treeCount: number
  readonly depth: number
  readonly windowRowCount: number
  readonly seed: number
}

function growForest(rows: readonly FeatureRow[], options: GrowthOptions): HalfSpaceForest {
  const { treeCount, depth, windowRowCount, seed } = options
  const random = createRandom(seed)
  const nodeCount = treeCount * (2 ** (depth + 1) - 1)
  const forest = {
    treeCount,
    depth,
    windowRowCount: Math.min(windowRowCount, rows.length),
    columnCount: rows[0]?.length ?? 0,
    seenCount: 0,
    feature: new Int16Array(nodeCount),
    threshold: new Float64Array(nodeCount),
    reference: new Int32Array(nodeCount),
    latest: new Int32Array(nodeCount),
  }
  const ranges = columnRanges(rows)
  for (let tree = 0; tree < treeCount; tree++) {
    const root = tree * (2 ** (depth + 1) - 1)
    halve(forest, { root, node: 0, depth }, workSpace(ranges, random), random)
  }
  return forest
}

interface Range {
  low: number
  high: number
}

function columnRanges(rows: readonly FeatureRow[]): Range[] {
  return Array.from(rows[0] ?? [], (_, column) => {
    const range = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }
    for (const row of rows) {
      range.low = Math.min(range.low, row[column] as number)
      range.high = Math.max(range.high, row[column] as number)
    }
    return range
  })
}

/** Algorithm 1's work range: around a random point, and twice as far as the farther end. */
function workSpace(ranges: readonly Range[], random: Random): Range[] {
  return ranges.map(({ low, high }) => {
    const span = high - low || 1
    const center = random.next()
    const reach = 2 * Math.max(center, 1 - center)
    return { low: low + (center - reach) * span, high: low + (center + reach) * span }
  })
}

interface Place {
  readonly root: number
  /** Within the tree: node n has the children 2n + 1 and 2n + 2. */
  readonly node: number
  /** Halvings that are left. */
  readonly depth: number
}

/** Halves the space along a random column, and then both halves; depth bounds the recursion. */
function halve(forest: HalfSpaceForest, place: Place, space: Range[], random: Random): void {
  const { root, node, depth } = place
  if (depth === 0) return
  const column = random.below(space.length)
  const range = space[column] as Range
  const middle = range.low / 2 + range.high / 2
  forest.feature[root + node] = column
  forest.threshold[root + node] = middle
  const { low, high } = range
  range.high = middle
  halve(forest, { root, node: 2 * node + 1, depth: depth - 1 }, space, random)
  range.high = high
  range.low = middle
  halve(forest, { root, node: 2 * node + 2, depth: depth - 1 }, space, random)
  range.low = low
}

/** Until version 0.1 the reference profile was called `usual`. */
function withoutFormerName(state: unknown): unknown {
  if (typeof state !== 'object' || state === null || !('usual' in state)) return state
  const { usual: reference, ...rest } = state
  return { reference, ...rest }
}

const forestState = z
  .object({
    treeCount: z.number().int().min(1).max(1000),
    depth: z.number().int().min(1).max(16),
    windowRowCount: z.number().int().min(1),
    columnCount: z.number().int().min(1).max(columnCountMax),
    seenCount: z.number().int().min(0),
    feature: int16Text(nodeCountMax),
    threshold: float64Text(nodeCountMax),
    reference: int32Text(nodeCountMax),
    latest: int32Text(nodeCountMax),
  })
  .refine(
    ({ treeCount, depth, feature, threshold, reference, latest }) =>
      [feature, threshold, reference, latest].every((array) => {
        return array.length === treeCount * (2 ** (depth + 1) - 1)
      }),
    { error: 'its trees do not have the size that it says' },
  )
  .refine(
    ({ feature, columnCount }) => feature.every((column) => column >= 0 && column < columnCount),
    { error: 'it splits on a column that it does not have' },
  )
  .refine(
    ({ reference, latest }) => [reference, latest].every((counts) => counts.every((n) => n >= 0)),
    {
      error: 'it has negative counts',
    },
  )

function toState(forest: HalfSpaceForest): z.input<typeof forestState> {
  return {
    ...forest,
    feature: arrayText(forest.feature),
    threshold: arrayText(forest.threshold),
    reference: arrayText(forest.reference),
    latest: arrayText(forest.latest),
  }
}
