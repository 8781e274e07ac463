import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponse } from 'step-1-skeleton'
import type { CaptureContext } from '../capture-context.ts'
import { flowQuery, flowRecord } from '../monitor/flow-record.ts'

const getFlows = createRoute({
  method: 'get',
  path: '/flows',
  summary: 'The flows of the run: those open, and the 32,768 that ended last',
  request: { query: flowQuery },
  responses: {
    200: jsonResponse(
      z.object({ total: z.number().int(), offset: z.number().int(), flows: z.array(flowRecord) }),
      'The newest first',
    ),
    400: problemResponse('E_INVALID_INPUT'),
  },
})

export function flowRoutes({ monitor }: CaptureContext) {
  return createRouter().openapi(getFlows, async (c) => {
    const query = c.req.valid('query')
    const page = await monitor.ask('flows', query)
    const { total, flows } = page ?? { total: 0, flows: [] }
    return c.json({ total, offset: query.offset, flows: [...flows] }, 200)
  })
}
