import { type Algorithm, AppError } from 'step-1-skeleton'
import { errorCodes } from '../../../error-codes.ts'
import { createAutoencoder } from './autoencoder.ts'
import { createEnsemble } from './ensemble.ts'
import { createForest } from './forest.ts'
import { createHalfSpaceTrees } from './half-space-trees.ts'
import { createMahalanobis, createWhitened } from './mahalanobis.ts'
import { createLocalOutlier, createNearestNeighbours } from './neighbours.ts'
import { createOneClassSvm } from './one-class-svm.ts'

export interface AlgorithmOptions {
  /** Where the model draws random numbers; the same seed gives the same model. 1 by default. */
  readonly seed?: number
  /**
   * Share of the training rows that may be attacks, 0 to 0.5; 0 by default. Distances and the
   * autoencoder leave it out; the forest and the one-class SVM are hardly misled by it.
   */
  readonly contamination?: number
}

/** Every model that learns from rows of numbers, by the name of its algorithm. */
export const algorithms: ReadonlyMap<string, (options?: AlgorithmOptions) => Algorithm> = new Map<
  string,
  (options?: AlgorithmOptions) => Algorithm
>([
  ['forest', createForest],
  ['mahalanobis', createMahalanobis],
  ['whitened', createWhitened],
  ['ocsvm', createOneClassSvm],
  ['autoencoder', createAutoencoder],
  ['nearest-neighbours', createNearestNeighbours],
  ['local-outlier', createLocalOutlier],
  ['half-space-trees', createHalfSpaceTrees],
  ['ensemble', createDefaultEnsemble],
])

/**
 * Four members that err differently: the forest cuts along the axes, the whitened distances know
 * linear correlations, the autoencoder knows others. The one-class SVM adds nothing but time.
 */
function createDefaultEnsemble(options: AlgorithmOptions = {}): Algorithm {
  return createEnsemble([
    createForest(options),
    createMahalanobis(options),
    createWhitened(options),
    createAutoencoder(options),
  ])
}

/** @throws AppError `E_NO_ALGORITHM` */
export function createAlgorithm(name: string, options: AlgorithmOptions = {}): Algorithm {
  const create = algorithms.get(name)
  if (create) return create(options)
  throw new AppError(errorCodes.E_NO_ALGORITHM, `there is no algorithm ${name}`, {
    fix: `Choose one of: ${[...algorithms.keys()].join(', ')}.`,
  })
}
