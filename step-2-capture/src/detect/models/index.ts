export { createDetector, type DetectorOptions, detectors } from './registry.ts'
