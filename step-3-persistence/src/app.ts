import type { OpenAPIHono } from '@hono/zod-openapi'
import { createApp as createCaptureApp } from 'step-2-capture'
import type { Persistence } from './persistence.ts'
import { persistenceRoutes } from './routes/persistence.ts'

/** What step 2 works with, and the store. */
export type PersistenceAppContext = Parameters<typeof createCaptureApp>[0] & {
  readonly persistence: Persistence
}

/** Step 3: detections in, alerts kept. */
export function createApp(context: PersistenceAppContext): OpenAPIHono {
  const app = createCaptureApp(context)
  const routes = persistenceRoutes({ ...context.persistence, ...context })
  for (const base of ['/api', '/api/v1']) app.route(base, routes)
  return app
}
