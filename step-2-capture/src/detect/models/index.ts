import type { Detector } from 'step-1-skeleton'
import { createForest } from './forest.ts'

export { createForest, type ForestOptions } from './forest.ts'
export { createRandom, type Random } from './random.ts'

export interface DetectorOptions {
  /** Where the model draws random numbers, the same seed gives the same model; 1 by default. */
  readonly seed?: number
}

/** Every model that learns from rows of numbers, by the name of its algorithm. */
export const detectors: ReadonlyMap<string, (options?: DetectorOptions) => Detector> = new Map([
  ['forest', createForest],
])
