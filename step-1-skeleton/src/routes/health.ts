import { createRoute } from '@hono/zod-openapi'
import type { AppContext } from '../app-context.ts'
import { createRouter } from '../router.ts'
import { health, jsonResponse } from '../schema.ts'
import { version } from '../version.ts'

const getHealth = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Is the server well, and does it have a model?',
  responses: { 200: jsonResponse(health, 'The state of the server') },
})

export function healthRoutes(context: AppContext) {
  const { holder, now } = context
  const startedAt = now().getTime()
  return createRouter().openapi(getHealth, (c) => {
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
