import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses } from 'step-1-skeleton'
import { alarmChanceOf } from '../../detect/fuse/alarm-budget.ts'
import { riskQuery, riskRecord } from '../../detect/fuse/host-risk-record.ts'
import { errorCodes } from '../../error-codes.ts'
import type { CaptureContext } from '../capture-context.ts'

const riskPage = z
  .object({
    /** False alarms an hour, and the chance that a window must stay below to be an alarm. */
    alarm_budget: z.number(),
    threshold: z.number(),
    total: z.number().int(),
    offset: z.number().int(),
    windows: z.array(riskRecord),
  })
  .openapi('HostRisks', {
    example: {
      alarm_budget: 1,
      threshold: 0.000278,
      total: 1,
      offset: 0,
      windows: [
        {
          host: '192.0.2.66',
          start: '2026-01-14T09:00:00.000Z',
          end: '2026-01-14T09:00:10.000Z',
          source: 'pcap',
          score: 0.9999719,
          chance: 0.0000281,
          is_alarm: true,
          votes: [
            {
              family: 'behaviour',
              detector: 'port_scan',
              kind: 'vertical_port_scan',
              severity: 'high',
              chance: 0.0000084,
              detection_id: 'b1c0a0b7f6d2e4a1',
              title:
                '192.0.2.66 probed 512 TCP ports on 192.0.2.10 in 8 s; 510 were closed or silent',
            },
          ],
        },
      ],
    },
  })

const getHostRisk = createRoute({
  method: 'get',
  path: '/hosts/risk',
  summary: 'Windows of hosts in which anything was stated, with all votes as one score',
  request: { query: riskQuery },
  responses: {
    200: jsonResponse(riskPage, 'The newest first; another budget changes what is an alarm'),
    ...problemResponses(errorCodes.E_INVALID_INPUT),
  },
})

export function hostRiskRoutes({ monitor }: CaptureContext) {
  return createRouter().openapi(getHostRisk, async (c) => {
    const query = c.req.valid('query')
    const { alarm_budget, offset } = query
    const page = (await monitor.ask('risk', query)) ?? {
      threshold: alarmChanceOf(alarm_budget),
      total: 0,
      windows: [],
    }
    return c.json({ alarm_budget, offset, ...page, windows: [...page.windows] }, 200)
  })
}
