import { createRoute } from '@hono/zod-openapi'
import type { AppContext } from '../app-context.ts'
import { createRouter } from '../router.ts'
import { jsonResponse, summarize, welcome } from '../schema.ts'
import { version } from '../version.ts'

const getWelcome = createRoute({
  method: 'get',
  path: '/',
  summary: 'What this server is, and where its routes are',
  responses: { 200: jsonResponse(welcome, 'Name, version, step, model and links') },
})

export function welcomeRoutes({ holder, step }: AppContext) {
  return createRouter().openapi(getWelcome, (c) =>
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
