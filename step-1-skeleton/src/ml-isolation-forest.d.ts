/** The package ships no types; these are the parts that `isolation-forest.ts` touches. */
declare module 'ml-isolation-forest' {
  export interface TreeNode {
    left?: TreeNode
    right?: TreeNode
    splitColumn?: number
    splitValue?: number
    trainingSet?: { length: number }
  }

  export class IsolationForest {
    constructor(options: { nEstimators: number })
    forest: TreeNode[]
    trainingSet: { length: number }
    train(rows: readonly ArrayLike<number>[]): void
    predict(rows: readonly ArrayLike<number>[]): number[]
  }
}
