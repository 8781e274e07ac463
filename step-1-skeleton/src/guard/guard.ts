import type { OpenAPIHono } from '@hono/zod-openapi'
import { handleErrors } from '../failures.ts'
import { createRouter } from '../router.ts'
import { type OwnHosts, refuseForeign } from './access.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { requireToken, type TokenGate } from './token-gate.ts'

export interface Guarded {
  readonly app: OpenAPIHono
  /** Answers before the token is asked for, because it holds no data. */
  readonly publicRoutes?: OpenAPIHono
  readonly gate: TokenGate
  /** Asked at each request: the port is known only once the server listens. */
  readonly ownHosts: () => OwnHosts
}

// #region guard
/**
 * Stands before everything that `app` answers, now or later. It wraps the app instead of being a
 * part of it, because a guard behind a route guards nothing.
 */
export function guard({ app, publicRoutes, gate, ownHosts }: Guarded): OpenAPIHono {
  const guarded = createRouter()
  handleErrors(guarded)
  guarded.use(setSecurityHeaders)
  guarded.use(refuseForeign(ownHosts))
  if (publicRoutes) guarded.route('/', publicRoutes)
  guarded.use(requireToken(gate))
  guarded.all('*', (c) => app.fetch(c.req.raw, c.env))
  return guarded
}
// #endregion
