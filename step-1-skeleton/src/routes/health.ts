import { createRoute } from '@hono/zod-openapi'
import type { AppContext } from '../app.ts'
import { createRouter } from '../router.ts'
import { health, jsonResponse, welcome } from '../schema.ts'
import { version } from '../version.ts'
import { summarize } from './train.ts'

const getHealth = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Is the server well, and does it have a model?',
  responses: { 200: jsonResponse(health, 'The state of the server') },
})

const getWelcome = createRoute({
  method: 'get',
  path: '/',
  summary: 'What this server is, and where its routes are',
  responses: { 200: jsonResponse(welcome, 'Name, version, step, model and links') },
})

export function healthRoutes({ holder, now, mode, step }: AppContext) {
  const startedAt = now().getTime()
  return createRouter()
    .openapi(getHealth, (c) => {
      const timestamp = now()
      return c.json(
        {
          status: holder.problem ? ('degraded' as const) : ('ok' as const),
          mode,
          version,
          model_loaded: holder.model !== undefined,
          timestamp: timestamp.toISOString(),
          uptime_seconds: (timestamp.getTime() - startedAt) / 1000,
          ...(holder.problem ? { problems: [holder.problem.message] } : {}),
        },
        200,
      )
    })
    .openapi(getWelcome, (c) =>
      c.json(
        {
          name: 'Net Anomaly',
          version,
          step,
          model: holder.model ? summarize(holder.model) : null,
          links: { health: '/health', docs: '/docs', openapi: '/openapi.json' },
        },
        200,
      ),
    )
}
