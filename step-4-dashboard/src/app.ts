import type { OpenAPIHono } from '@hono/zod-openapi'
import {
  apiPrefixes,
  createRouter,
  createApp as createStep3App,
  type PersistenceContext,
  toAppError,
} from 'step-3-persistence'
import { guardAccess, type OwnHosts } from './access.ts'
import { eventRoutes } from './events.ts'
import type { LiveHub } from './live-hub.ts'
import { servePages } from './pages.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { requireToken, sessionRoutes } from './session.ts'
import type { TokenGate } from './token-gate.ts'
import type { WebFile } from './web-files.ts'

/** What the routes of step 4 work with, beside what those of step 3 do. */
export interface DashboardContext extends PersistenceContext {
  readonly hub: LiveHub
  readonly gate: TokenGate
  readonly ownHosts: OwnHosts
  /** The built pages, by the path of their URL. */
  readonly webFiles: ReadonlyMap<string, WebFile>
}

// #region app
/**
 * Step 4: alerts seen and decided by people. Whatever step 3 answers, behind a guard; the pages;
 * and what happens, as it happens. The guard must stand before every route, so here the previous
 * app is not added to but wrapped. The pages hold no data, so they need no token.
 */
export function createApp(context: DashboardContext): OpenAPIHono {
  const { hub, gate, ownHosts, webFiles } = context
  const previous = createStep3App(context)
  const routes = createRouter().route('/', eventRoutes(hub)).route('/', sessionRoutes(gate))
  for (const prefix of apiPrefixes) previous.route(prefix, routes)
  const app = createRouter()
  app.onError((thrown, c) => {
    const error = toAppError(thrown)
    return c.json(error.toJSON(), error.status)
  })
  app.use(setSecurityHeaders)
  app.use(guardAccess(ownHosts))
  app.use(servePages(webFiles))
  app.use(requireToken(gate))
  app.all('*', (c) => previous.fetch(c.req.raw, c.env))
  return app
}
// #endregion
