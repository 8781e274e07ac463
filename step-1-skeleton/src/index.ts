export { createApp, jsonBytesMax, limitBody } from './app.ts'
export type { AppContext } from './app-context.ts'
export { type Calibration, calibrate, calibrationState, fitCalibration } from './calibration.ts'
export { closeOnSignal } from './close-on-signal.ts'
export {
  type Detector,
  type Explanation,
  type FeatureRow,
  type FittedDetector,
  scoreAll,
  type Vote,
} from './detector.ts'
export { AppError, notSaved, toAppError } from './errors.ts'
export { isolationForest } from './isolation-forest.ts'
export { limitedArray } from './limited-array.ts'
export {
  describeFailure,
  type Listening,
  listen,
  readServerConfig,
  type ServerConfig,
} from './listen.ts'
export { Model, type ModelState, modelState, type Score, type TrainOptions } from './model.ts'
export { modelDamaged } from './model-damaged.ts'
export { ModelFile } from './model-file.ts'
export { ModelHolder } from './model-holder.ts'
export { createRouter, requireJson } from './router.ts'
export { healthRoutes } from './routes/health.ts'
export { fitScaler, type Scaler, scaleRow, scalerState } from './scaler.ts'
export {
  batch,
  type Item,
  item,
  itemFeatures,
  itemRow,
  jsonResponse,
  modelSummary,
  problem,
  problemResponses,
  summarize,
} from './schema.ts'
export { version } from './version.ts'
export { writeAtomically } from './write-atomically.ts'
