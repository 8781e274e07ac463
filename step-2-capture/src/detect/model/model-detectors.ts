import type { DetectorDescription } from '../seam/detector.ts'
import { knownSequences } from './known-sequences.ts'
import { unusualPackets } from './unusual-packets.ts'
import { unusualWindows } from './unusual-windows.ts'

/**
 * Every detector that runs with a model. It does not load what models are made of, so that it can
 * be listed at once.
 */
export const modelDetectors: readonly DetectorDescription[] = [
  unusualWindows,
  knownSequences,
  unusualPackets,
]
