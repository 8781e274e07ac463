import { createRoute } from '@hono/zod-openapi'
import type { AppContext } from '../app-context.ts'
import { errorCodes } from '../error-codes.ts'
import { AppError } from '../errors.ts'
import { createRouter } from '../router.ts'
import { health, jsonResponse, problemResponses, readiness } from '../schema.ts'
import { version } from '../version.ts'

const getHealth = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Is the server well, and does it have a model?',
  responses: { 200: jsonResponse(health, 'The state of the server') },
})

const getReady = createRoute({
  method: 'get',
  path: '/health/ready',
  summary: 'Does everything run that should?',
  responses: {
    200: jsonResponse(readiness, 'It does'),
    ...problemResponses(errorCodes.E_NOT_READY),
  },
})

export function healthRoutes(context: AppContext) {
  const { holder, now } = context
  const startedAt = now().getTime()
  const router = createRouter().openapi(getReady, (c) => {
    const missing = context.notRunning?.() ?? []
    if (missing.length > 0) throw notReady(missing)
    return c.json({ ready: true as const }, 200)
  })
  return router.openapi(getHealth, (c) => {
    const timestamp = now()
    const model = holder.problem ? [holder.problem.message] : []
    const problems = [...model, ...(context.problems?.() ?? [])]
    return c.json(
      {
        status: problems.length > 0 ? ('degraded' as const) : ('ok' as const),
        mode: context.mode(),
        version,
        model_loaded: holder.model !== undefined,
        timestamp: timestamp.toISOString(),
        uptime_seconds: (timestamp.getTime() - startedAt) / 1000,
        ...(problems.length > 0 ? { problems } : {}),
      },
      200,
    )
  })
}

function notReady(missing: readonly string[]): AppError {
  const message = `it should run and does not: ${missing.join(', ')}`
  return new AppError(errorCodes.E_NOT_READY, message, {
    fix: 'GET /health says why; it is started again by itself.',
  })
}
