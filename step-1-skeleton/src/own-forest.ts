import type { Algorithm, Scorer } from './algorithm.ts'
import { type ForestState, growForest, readForest } from './forest-state.ts'
import { averagePathLength, growTree, pathLength } from './isolation-tree.ts'

/**
 * Isolation Forest on the tree of `isolation-tree.ts`, beside the package's: every line of it is
 * here to read, and `random` can be seeded.
 */
export function createOwnForest(random: () => number): Algorithm {
  return {
    name: 'own-forest',
    train(rows) {
      const grow: Parameters<typeof growForest>[1] = (drawn) =>
        growTree(drawn, { depthMax: Math.ceil(Math.log2(drawn.length)), random })
      return scorerOf(growForest(rows, grow, random))
    },
    restore: (state) => scorerOf(readForest(state)),
  }
}

/** The mean path turned round (equation 2): near 1 for what is cut off early, 0.5 for the average. */
function scorerOf(state: ForestState): Scorer {
  const average = averagePathLength(state.sampleCount)
  return {
    score(row) {
      let sum = 0
      for (const tree of state.trees) sum += pathLength(tree, row)
      return 2 ** -(sum / state.trees.length / average)
    },
    toState: () => state,
  }
}
