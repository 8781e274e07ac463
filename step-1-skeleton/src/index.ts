export {
  type Algorithm,
  type Explanation,
  type FeatureRow,
  type Scorer,
  scoreAll,
  type Vote,
} from './algorithm.ts'
export { createApp, jsonBytesMax, limitBody } from './app.ts'
export type { AppContext } from './app-context.ts'
export { type Calibration, calibrate, calibrationOf, calibrationState } from './calibration.ts'
export { readStartOptions, type StartOptions } from './config/start-options.ts'
export { AppError, describeFailure, notSaved, toAppError, yourTurn } from './errors.ts'
export { type FailureLog, printFailure } from './failure-log.ts'
export { handleErrors } from './failures.ts'
export { type OwnHosts, siteRefusal } from './guard/access.ts'
export { guard } from './guard/guard.ts'
export {
  addressOf,
  bearerProof,
  type Credentials,
  isSame,
  type Proof,
  TokenGate,
} from './guard/token-gate.ts'
export { isolationForest } from './isolation-forest.ts'
export { limitedArray } from './limited-array.ts'
export { listen, readServerConfig, type ServerConfig } from './listen.ts'
export { Model, type ModelState, modelState, type Score, type TrainOptions } from './model.ts'
export { modelDamaged } from './model-damaged.ts'
export { ModelFile } from './model-file.ts'
export { ModelHolder } from './model-holder.ts'
export { openSkeleton } from './open-skeleton.ts'
export { readKept } from './read-kept.ts'
export { createRouter, requireJson } from './router.ts'
export { healthRoutes } from './routes/health.ts'
export { type Scaler, scaleRow, scalerOf, scalerState } from './scaler.ts'
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
export { type Opened, type Running, serve, startServer } from './serve.ts'
export { version } from './version.ts'
export { writeAtomically } from './write-atomically.ts'
