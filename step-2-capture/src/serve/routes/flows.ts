import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses } from 'step-1-skeleton'
import { errorCodes } from '../../error-codes.ts'
import { flowQuery, flowRecord } from '../../run/flow-record.ts'
import type { CaptureContext } from '../capture-context.ts'

const flowPage = z
  .object({ total: z.number().int(), offset: z.number().int(), flows: z.array(flowRecord) })
  .openapi('Flows', {
    example: {
      total: 1,
      offset: 0,
      flows: [
        {
          community_id: '1:nTNOjKJLKBFH25oe4nrzWWyq6to=',
          src_ip: '192.0.2.66',
          src_port: 40_000,
          dst_ip: '192.0.2.10',
          dst_port: 443,
          proto: 6,
          proto_name: 'TCP',
          state: 'closed',
          open: false,
          end: 'closed',
          first_seen: '2026-01-14T09:00:00.000Z',
          last_seen: '2026-01-14T09:00:01.250Z',
          duration_seconds: 1.25,
          handshake_seconds: 0.021,
          mean_gap_seconds: 0.0595,
          packets_sent: 12,
          packets_received: 10,
          bytes_sent: 1840,
          bytes_received: 9120,
          payload_bytes_sent: 1048,
          payload_bytes_received: 8460,
          flags_sent: 'FSPA',
          flags_received: 'FSPA',
          retransmissions: 0,
        },
      ],
    },
  })

const getFlows = createRoute({
  method: 'get',
  path: '/flows',
  summary: 'The flows of the run: those open, and the 32,768 that ended last',
  request: { query: flowQuery },
  responses: {
    200: jsonResponse(flowPage, 'The newest first'),
    ...problemResponses(errorCodes.E_INVALID_INPUT),
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
