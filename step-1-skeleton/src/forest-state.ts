import { z } from 'zod'
import type { FeatureRow } from './algorithm.ts'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import type { Tree } from './isolation-tree.ts'
import { modelDamaged } from './model-damaged.ts'

/** 100 trees: the path length has converged well before that (Liu, Ting and Zhou 2008, section 4). */
const treeCount = 100
/** Rows a tree: 256 isolate outliers as well as all rows do, and bound the file at about 0.3 MB. */
const sampleCountMax = 256

const tree: z.ZodType<Tree> = z.lazy(() =>
  z.union([z.number().int().min(0), z.tuple([z.number().int().min(0), z.number(), tree, tree])]),
)
const forestState = z.object({ sampleCount: z.number().int().min(2), trees: z.array(tree).min(1) })

/** A forest as data: its trees, and from how many rows each was grown. */
export type ForestState = z.infer<typeof forestState>

/**
 * Grows each tree from a draw of its own, so that a tree sees few of the crowd.
 * @param random gives numbers from 0 up to, but not including, 1
 * @throws AppError `E_TOO_FEW_ITEMS`
 */
export function growForest(
  rows: readonly FeatureRow[],
  grow: (rows: readonly FeatureRow[]) => Tree,
  random: () => number,
): ForestState {
  if (rows.length < 2) {
    throw new AppError(
      errorCodes.E_TOO_FEW_ITEMS,
      `${rows.length} items are too few to learn from`,
      { fix: 'Send at least 2 items; 100 or more give a useful model.' },
    )
  }
  const sampleCount = Math.min(rows.length, sampleCountMax)
  const trees = Array.from({ length: treeCount }, () => grow(draw(rows, sampleCount, random)))
  return { sampleCount, trees }
}

/** @throws AppError `E_MODEL_DAMAGED` */
export function readForest(state: unknown): ForestState {
  const parsed = forestState.safeParse(state)
  if (!parsed.success) throw modelDamaged('it does not hold an isolation forest')
  return parsed.data
}

/**
 * Draws `count` different rows: the first steps of a Fisher-Yates shuffle. Only the places that were
 * moved are kept, so a draw costs the same from a hundred rows and from 100,000.
 */
function draw(rows: readonly FeatureRow[], count: number, random: () => number): FeatureRow[] {
  const moved = new Map<number, number>()
  return Array.from({ length: count }, (_, i) => {
    const j = i + Math.floor(random() * (rows.length - i))
    const drawn = moved.get(j) ?? j
    moved.set(j, moved.get(i) ?? i)
    return rows[drawn] as FeatureRow
  })
}
