import type { Algorithm } from './algorithm.ts'
import { isolationForest } from './isolation-forest.ts'
import { createOwnForest } from './own-forest.ts'

/** Names of the algorithms that a server of step 1 can answer with; the first is the default. */
export const algorithmNames = ['isolation-forest', 'own-forest'] as const
export type AlgorithmName = (typeof algorithmNames)[number]

export function algorithmOf(name: AlgorithmName): Algorithm {
  return name === 'own-forest' ? createOwnForest(Math.random) : isolationForest
}
