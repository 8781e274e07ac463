import { AppError, type Detector } from 'step-1-skeleton'
import { createForest } from './forest.ts'
import { createMahalanobis, createWhitened } from './mahalanobis.ts'

export { createForest, type ForestOptions } from './forest.ts'
export { createMahalanobis, createWhitened, type WhiteningOptions } from './mahalanobis.ts'
export { createRandom, type Random } from './random.ts'

export interface DetectorOptions {
  /** Where the model draws random numbers; the same seed gives the same model. 1 by default. */
  readonly seed?: number
  /** Share of the training rows that may be attacks, 0 to 0.5; 0 by default. */
  readonly contamination?: number
}

/** Every model that learns from rows of numbers, by the name of its algorithm. */
export const detectors: ReadonlyMap<string, (options?: DetectorOptions) => Detector> = new Map<
  string,
  (options?: DetectorOptions) => Detector
>([
  ['forest', createForest],
  ['mahalanobis', createMahalanobis],
  ['whitened', createWhitened],
])

/** @throws AppError `E_NO_ALGORITHM` */
export function createDetector(algorithm: string, options: DetectorOptions = {}): Detector {
  const create = detectors.get(algorithm)
  if (create) return create(options)
  throw new AppError('E_NO_ALGORITHM', `there is no detector ${algorithm}`, {
    status: 400,
    fix: `Choose one of: ${[...detectors.keys()].join(', ')}.`,
  })
}
