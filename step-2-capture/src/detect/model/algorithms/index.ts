export { createDetector, detectors } from './registry.ts'
