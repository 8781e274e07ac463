/// <reference path="./ml-isolation-forest.d.ts" />
import { IsolationForest, type TreeNode } from 'ml-isolation-forest'
import { z } from 'zod'
import type { Algorithm, FeatureRow, Scorer } from './algorithm.ts'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { modelDamaged } from './model-damaged.ts'

/** 100 trees: the path length has converged well before that (Liu, Ting and Zhou 2008, section 4). */
const treeCount = 100
/** Rows a tree: 256 isolate outliers as well as all rows do, and bound the file at about 0.3 MB. */
const sampleCountMax = 256

/**
 * Isolation Forest (Liu, Ting and Zhou, ICDM 2008) on the npm package `ml-isolation-forest`.
 * The package keeps every training row, adds trees when it is trained again, answers NaN for one
 * row and cannot be saved; this wrapper trains one fresh single-tree forest per subsample and
 * keeps nothing but the trees, so none of that reaches a user.
 */
export const isolationForest: Algorithm = {
  name: 'isolation-forest',

  train(rows) {
    if (rows.length < 2) {
      throw new AppError(
        errorCodes.E_TOO_FEW_ITEMS,
        `${rows.length} items are too few to learn from`,
        {
          fix: 'Send at least 2 items; 100 or more give a useful model.',
        },
      )
    }
    const sampleCount = Math.min(rows.length, sampleCountMax)
    const trees = Array.from({ length: treeCount }, () => growTree(sample(rows, sampleCount)))
    return scorerOf({ sampleCount, trees })
  },

  restore(state) {
    const parsed = forestState.safeParse(state)
    if (!parsed.success) throw modelDamaged('it does not hold an isolation forest')
    return scorerOf(parsed.data)
  },
}

/** A tree as data: a leaf is its row count, a split is [column, value, below, notBelow]. */
type Tree = number | [column: number, value: number, below: Tree, notBelow: Tree]

const tree: z.ZodType<Tree> = z.lazy(() =>
  z.union([z.number().int().min(0), z.tuple([z.number().int().min(0), z.number(), tree, tree])]),
)
const forestState = z.object({ sampleCount: z.number().int().min(2), trees: z.array(tree).min(1) })
type ForestState = z.infer<typeof forestState>

function scorerOf(state: ForestState): Scorer {
  const forest = new IsolationForest({ nEstimators: state.trees.length })
  forest.trainingSet = { length: state.sampleCount }
  forest.forest = state.trees.map(toTreeNode)
  return {
    score: (row) => forest.predict([row])[0] ?? 0,
    toState: () => state,
  }
}

function growTree(rows: readonly FeatureRow[]): Tree {
  const forest = new IsolationForest({ nEstimators: 1 })
  forest.train(rows)
  return toTree(forest.forest[0] as TreeNode)
}

function toTree(node: TreeNode): Tree {
  if (!node.left || !node.right) return node.trainingSet?.length ?? 0
  return [node.splitColumn ?? 0, node.splitValue ?? 0, toTree(node.left), toTree(node.right)]
}

/** The package does not export its node class; a throw-away tree lends it. */
const nodePrototype: object = (() => {
  const forest = new IsolationForest({ nEstimators: 1 })
  forest.train([[0], [1]])
  return Object.getPrototypeOf(forest.forest[0])
})()

function toTreeNode(data: Tree): TreeNode {
  const fields =
    typeof data === 'number'
      ? { trainingSet: { length: data } }
      : {
          splitColumn: data[0],
          splitValue: data[1],
          left: toTreeNode(data[2]),
          right: toTreeNode(data[3]),
        }
  return Object.assign(Object.create(nodePrototype), fields)
}

/** Draws `count` different rows (the first steps of a Fisher-Yates shuffle). */
function sample(rows: readonly FeatureRow[], count: number): FeatureRow[] {
  const drawn = [...rows]
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(Math.random() * (drawn.length - i))
    const row = drawn[j] as FeatureRow
    drawn[j] = drawn[i] as FeatureRow
    drawn[i] = row
  }
  return drawn.slice(0, count)
}
