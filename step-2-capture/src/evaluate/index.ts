export { running } from '../detect/config/settings.ts'
export { detectors } from '../detect/detectors.ts'
export {
  halfOf,
  halves,
  type LabelledCapture,
  readLabelledCaptures,
  readOrdinaryCaptures,
} from './labelled-captures.ts'
export { runDetectors } from './run-detectors.ts'
