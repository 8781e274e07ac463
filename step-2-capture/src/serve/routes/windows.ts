import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses } from 'step-1-skeleton'
import { errorCodes } from '../../error-codes.ts'
import { windowQuery, windowRecord } from '../../run/window-record.ts'
import type { CaptureContext } from '../capture-context.ts'

const windowPage = z
  .object({ total: z.number().int(), offset: z.number().int(), windows: z.array(windowRecord) })
  .openapi('HostWindows', {
    example: {
      total: 1,
      offset: 0,
      windows: [
        {
          host: '192.0.2.66',
          start: '2026-01-14T09:00:00.000Z',
          end: '2026-01-14T09:00:10.000Z',
          source: 'live',
          features: { packets_sent: 120, packets_received: 98, ports: 3 },
        },
      ],
    },
  })

const getMetrics = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'The host windows of the run: what each host did in each 10 s',
  request: { query: windowQuery },
  responses: {
    200: jsonResponse(windowPage, 'The newest first'),
    ...problemResponses(errorCodes.E_INVALID_INPUT),
  },
})

export function windowRoutes({ monitor }: CaptureContext) {
  return createRouter().openapi(getMetrics, async (c) => {
    const query = c.req.valid('query')
    const page = await monitor.ask('windows', query)
    const { total, windows } = page ?? { total: 0, windows: [] }
    return c.json({ total, offset: query.offset, windows: [...windows] }, 200)
  })
}
