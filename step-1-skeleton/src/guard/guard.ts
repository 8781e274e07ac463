import type { OpenAPIHono } from '@hono/zod-openapi'
import { handleErrors } from '../failures.ts'
import { createRouter } from '../router.ts'
import { type OwnHosts, refuseForeign } from './access.ts'
import { admitPages, answerPreflights } from './admit-pages.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { requireToken, type TokenGate } from './token-gate.ts'

export interface Guarded {
  readonly app: OpenAPIHono
  /** Answers before the token is asked for, because it holds no data. */
  readonly publicRoutes?: OpenAPIHono
  readonly gate: TokenGate
  /** Asked at each request: the port is known only once the server listens. */
  readonly ownHosts: () => OwnHosts
  /** Where pages may be served beside this server. */
  readonly allowedOrigins: ReadonlySet<string>
}

// #region guard
/**
 * Stands before everything that `app` answers, now or later. It wraps the app instead of being a
 * part of it, because a guard behind a route guards nothing.
 */
export function guard(guards: Guarded): OpenAPIHono {
  const { app, publicRoutes, gate, ownHosts, allowedOrigins } = guards
  const guarded = createRouter()
  handleErrors(guarded)
  guarded.use(setSecurityHeaders)
  guarded.use(admitPages(allowedOrigins))
  guarded.use(refuseForeign(ownHosts))
  guarded.use(answerPreflights)
  if (publicRoutes) guarded.route('/', publicRoutes)
  guarded.use(requireToken(gate))
  guarded.all('*', (c) => app.fetch(c.req.raw, c.env))
  return guarded
}
// #endregion
