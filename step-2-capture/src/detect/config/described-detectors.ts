import { detectors } from '../detectors.ts'
import { modelDetectors } from '../model/model-detectors.ts'
import type { DetectorDescription } from '../seam/detector.ts'

/** Every detector that can be set: those that need no training, and those that run with a model. */
export const describedDetectors: readonly DetectorDescription[] = [...detectors, ...modelDetectors]
