import type { OpenAPIHono } from '@hono/zod-openapi'
import {
  createRouter,
  createApp as createStep1App,
  healthRoutes,
  jsonBytesMax,
  limitBody,
} from 'step-1-skeleton'
import type { CaptureContext } from './serve/capture-context.ts'
import { botnetRoutes } from './serve/routes/botnet.ts'
import { detectRoutes } from './serve/routes/detect.ts'
import { detectorRoutes } from './serve/routes/detectors.ts'
import { evaluationRoutes } from './serve/routes/evaluations.ts'
import { flowRoutes } from './serve/routes/flows.ts'
import { hostRiskRoutes } from './serve/routes/host-risk.ts'
import { interfaceRoutes } from './serve/routes/interfaces.ts'
import { modelFileRoutes } from './serve/routes/model-files.ts'
import { modelRoutes } from './serve/routes/models.ts'
import { prometheusRoutes } from './serve/routes/prometheus.ts'
import { resultRoutes } from './serve/routes/results.ts'
import { ruleRoutes } from './serve/routes/rules.ts'
import { runRoutes } from './serve/routes/runs.ts'
import { sampleRoutes } from './serve/routes/samples.ts'
import { startStopRoutes } from './serve/routes/start-stop.ts'
import { statusRoutes } from './serve/routes/status.ts'
import { trainingRoutes } from './serve/routes/train.ts'
import { uploadRoutes } from './serve/routes/uploads.ts'
import { windowRoutes } from './serve/routes/windows.ts'

/** The two prefixes under which the API answers; each document of the project names one. */
export const apiPrefixes = ['/api', '/api/v1'] as const

// #region app
/** Step 2: packets in, detections out. What step 1 answers, and the routes of the capture. */
export function createApp(context: CaptureContext): OpenAPIHono {
  const app = createStep1App(context)
  const routes = captureRoutes(context)
  for (const prefix of apiPrefixes) {
    for (const path of jsonPaths) app.use(`${prefix}${path}`, limitBody(jsonBytesMax))
    app.route(prefix, routes)
  }
  app.route('/', prometheusRoutes(context))
  return app
}
// #endregion

/** Routes that take JSON; an upload has a limit of its own. */
const jsonPaths = [
  '/start',
  '/start_monitoring',
  '/stop',
  '/stop_monitoring',
  '/runs',
  '/detect',
  '/rules/reload',
  '/train',
  '/train_model',
  '/models',
  '/models/:model_id/activate',
  '/evaluations',
]

/** The routes below a prefix; their type is what `hono/client` needs. */
export function captureRoutes(context: CaptureContext) {
  return createRouter()
    .route('/', healthRoutes(context))
    .route('/', interfaceRoutes(context))
    .route('/', startStopRoutes(context))
    .route('/', runRoutes(context))
    .route('/', statusRoutes(context))
    .route('/', resultRoutes(context))
    .route('/', uploadRoutes(context))
    .route('/', sampleRoutes(context))
    .route('/', flowRoutes(context))
    .route('/', windowRoutes(context))
    .route('/', hostRiskRoutes(context))
    .route('/', botnetRoutes(context))
    .route('/', detectRoutes(context))
    .route('/', detectorRoutes(context))
    .route('/', ruleRoutes(context))
    .route('/', trainingRoutes(context))
    .route('/', modelRoutes(context))
    .route('/', modelFileRoutes(context))
    .route('/', evaluationRoutes(context))
}

export type CaptureRoutes = ReturnType<typeof captureRoutes>
