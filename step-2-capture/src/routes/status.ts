import { createRoute } from '@hono/zod-openapi'
import { createRouter, jsonResponse } from 'step-1-skeleton'
import type { CaptureContext } from '../capture-context.ts'
import { status } from '../status.ts'

const getStatus = createRoute({
  method: 'get',
  path: '/status',
  summary: 'The run, its numbers, the newest packets and alerts',
  responses: { 200: jsonResponse(status, 'The state of the capture') },
})

export function statusRoutes({
  monitor,
  uploads,
  model,
  recentAlerts,
  dataFolder,
}: CaptureContext) {
  return createRouter().openapi(getStatus, async (c) => {
    const files = (await uploads.list()).length
    const alerts = recentAlerts ? await recentAlerts() : monitor.detections
    return c.json(
      {
        ...monitor.status(),
        model: model?.() ?? null,
        data: { folder: dataFolder, files },
        recent_alerts: [...alerts],
      },
      200,
    )
  })
}
