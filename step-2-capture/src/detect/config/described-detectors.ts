import { detectors } from '../detectors.ts'
import { modelDetectors } from '../model/model-detectors.ts'
import type { DetectorDescription } from '../seam/detector.ts'
import { userRules } from '../user-rules/description.ts'

/** Every detector that can be set: those that need nothing, that of the user's rules, those of a model. */
export const describedDetectors: readonly DetectorDescription[] = [
  ...detectors,
  userRules,
  ...modelDetectors,
]
