/// <reference path="./ml-isolation-forest.d.ts" />
import { IsolationForest, type TreeNode } from 'ml-isolation-forest'
import type { Algorithm, FeatureRow, Scorer } from './algorithm.ts'
import { type ForestState, growForest, readForest } from './forest-state.ts'
import type { Tree } from './isolation-tree.ts'

/**
 * Isolation Forest (Liu, Ting and Zhou, ICDM 2008) on the npm package `ml-isolation-forest`.
 * The package keeps every training row, adds trees when it is trained again, answers NaN for one
 * row and cannot be saved; this wrapper trains one fresh single-tree forest per subsample and
 * keeps nothing but the trees, so none of that reaches a user.
 */
export const isolationForest: Algorithm = {
  name: 'isolation-forest',

  train(rows) {
    return scorerOf(growForest(rows, growLibraryTree, Math.random))
  },

  restore(state) {
    return scorerOf(readForest(state))
  },
}

function scorerOf(state: ForestState): Scorer {
  const forest = new IsolationForest({ nEstimators: state.trees.length })
  forest.trainingSet = { length: state.sampleCount }
  forest.forest = state.trees.map(toTreeNode)
  return {
    score: (row) => forest.predict([row])[0] ?? 0,
    toState: () => state,
  }
}

function growLibraryTree(rows: readonly FeatureRow[]): Tree {
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
