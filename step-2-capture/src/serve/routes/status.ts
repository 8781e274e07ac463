import { createRoute } from '@hono/zod-openapi'
import { createRouter } from 'step-1-skeleton'
import { idleStatus } from '../../run/empty-status.ts'
import { type Status, status } from '../../run/status.ts'
import type { CaptureContext } from '../capture-context.ts'

const getStatus = createRoute({
  method: 'get',
  path: '/status',
  summary: 'The run, its numbers, the newest packets and alerts',
  responses: {
    200: {
      description: 'The state of the capture',
      content: { 'application/json': { schema: status, example: exampleStatus() } },
    },
  },
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

/** Before the first run; a run shows the same fields with its own numbers. */
function exampleStatus(): Status {
  return {
    ...idleStatus,
    model: null,
    data: { folder: 'data', files: 0 },
    recent_alerts: [],
  }
}
