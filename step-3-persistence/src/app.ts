import type { OpenAPIHono } from '@hono/zod-openapi'
import { apiPrefixes, createApp as createCaptureApp } from 'step-2-capture'
import type { PersistenceContext } from './persistence-context.ts'
import { persistenceRoutes } from './routes/persistence.ts'

// #region app
/** Step 3: detections in, alerts kept. What step 2 answers, and the routes of the store. */
export function createApp(context: PersistenceContext): OpenAPIHono {
  const app = createCaptureApp(context)
  const routes = persistenceRoutes(context)
  for (const prefix of apiPrefixes) app.route(prefix, routes)
  return app
}
// #endregion
