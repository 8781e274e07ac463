import type { OpenAPIHono } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import {
  apiPrefixes,
  createRouter,
  createApp as createStep3App,
  type PersistenceContext,
} from 'step-3-persistence'
import { sessionRoutes } from './access/session.ts'
import type { SessionGate } from './access/session-gate.ts'
import { type LearnSource, learnRoutes } from './learn/learn.ts'
import { eventRoutes } from './live/events.ts'
import type { LiveHub } from './live/live-hub.ts'
import { servePages } from './pages/pages.ts'
import type { WebFile } from './pages/web-files.ts'

/** What the routes of step 4 work with, beside what those of step 3 do. */
export interface DashboardContext extends PersistenceContext {
  readonly hub: LiveHub
  readonly gate: SessionGate
  readonly learn: LearnSource
  /** The built pages, by the path of their URL. */
  readonly webFiles: ReadonlyMap<string, WebFile>
}

// #region app
/** Step 4: alerts seen and decided by people. What step 3 answers, and what happens as it happens. */
export function createApp(context: DashboardContext): OpenAPIHono {
  const { hub, gate, learn } = context
  const app = createStep3App(context)
  const routes = createRouter()
    .route('/', eventRoutes(hub))
    .route('/', sessionRoutes(gate))
    .route('/', learnRoutes(learn))
  for (const prefix of apiPrefixes) app.route(prefix, routes)
  return app
}

/** What answers without a token: the pages, which hold no data, and the log-in of a browser. */
export function publicRoutes({ gate, webFiles }: DashboardContext): OpenAPIHono {
  const app = createRouter()
  // Everything that answers passes here, so the replies of the API are compressed too.
  app.use(compress())
  app.use(servePages(webFiles))
  for (const prefix of apiPrefixes) app.route(prefix, sessionRoutes(gate))
  return app
}
// #endregion
