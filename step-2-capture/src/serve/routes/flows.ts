import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses } from 'step-1-skeleton'
import { kindOfRecords } from '../../capture/source-spec.ts'
import { errorCodes } from '../../error-codes.ts'
import { type FlowPage, type FlowQuery, flowQuery, flowRecord } from '../../run/flow-record.ts'
import type { CaptureContext } from '../capture-context.ts'
import { type FlowHistory, flowHistoryState } from '../flow-history.ts'

const flowPage = z
  .object({
    total: z.number().int(),
    offset: z.number().int(),
    flows: z.array(flowRecord),
    history: flowHistoryState.optional().describe('Of a server that keeps flows'),
  })
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
          application: 'tls',
        },
      ],
    },
  })

const getFlows = createRoute({
  method: 'get',
  path: '/flows',
  summary: 'Flows by any field: those of the run that are open, and those that ended',
  request: { query: flowQuery },
  responses: {
    200: jsonResponse(flowPage, 'The newest first'),
    ...problemResponses(errorCodes.E_INVALID_INPUT),
  },
})

export function flowRoutes({ monitor, flowHistory }: CaptureContext) {
  const ofRun = async ({ run_id, source, ...query }: FlowQuery): Promise<FlowPage> => {
    const run = monitor.status()
    const isAsked =
      (run_id === undefined || run_id === run.run_id) &&
      (source === undefined || (run.source !== null && source === kindOfRecords(run.source)))
    return (isAsked && (await monitor.ask('flows', query))) || { total: 0, flows: [] }
  }
  return createRouter().openapi(getFlows, async (c) => {
    const query = c.req.valid('query')
    const { offset } = query
    await flowHistory?.ready()
    if (!flowHistory?.state.kept) {
      const { total, flows } = await ofRun(query)
      const history = flowHistory && { history: flowHistory.state }
      return c.json({ total, offset, flows: [...flows], ...history }, 200)
    }
    const { total, flows } = await joined(query, ofRun, flowHistory)
    return c.json({ total, offset, flows: [...flows], history: flowHistory.state }, 200)
  })
}

/** A page over both: the open flows of the run come first, because they are the newest. */
async function joined(
  query: FlowQuery,
  ofRun: (query: FlowQuery) => Promise<FlowPage>,
  history: FlowHistory,
): Promise<FlowPage> {
  const none = { total: 0, flows: [] }
  const open = query.open === false ? none : await ofRun({ ...query, open: true })
  if (query.open === true) return open
  const offset = Math.max(0, query.offset - open.total)
  const limit = query.limit - open.flows.length
  const ended = await history.page({ ...query, offset, limit })
  return { total: open.total + ended.total, flows: [...open.flows, ...ended.flows] }
}
