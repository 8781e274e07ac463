import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse } from 'step-1-skeleton'
import { resultsCsv } from '../../run/results-csv.ts'
import { packetRow } from '../../run/status.ts'
import type { CaptureContext } from '../capture-context.ts'

const results = z
  .object({
    total_packets: z.number().int(),
    anomalies: z.number().int(),
    normal: z.number().int(),
    protocol_breakdown: z.record(z.string(), z.number()),
    recent: z.array(packetRow),
    running: z.boolean(),
  })
  .openapi('Results', {
    example: {
      total_packets: 1000,
      anomalies: 12,
      normal: 988,
      protocol_breakdown: { TCP: 500, UDP: 400, ARP: 100 },
      recent: [
        {
          Time: '2026-01-14T09:00:01.250000Z',
          Source: '192.0.2.1',
          Destination: '192.0.2.168',
          Protocol: 'ARP',
          Length: '42',
          'Source Port': '0',
          'Destination Port': '0',
          bad_packet: '0',
        },
      ],
      running: false,
    },
  })

const getResults = createRoute({
  method: 'get',
  path: '/results',
  summary: 'Totals of the run, and its newest packets',
  responses: { 200: jsonResponse(results, 'The newest packet comes last') },
})

const getResultsCsv = createRoute({
  method: 'get',
  path: '/results.csv',
  summary: 'anomaly_results.csv: the packets of the run with their verdicts',
  responses: {
    200: {
      description: 'The newest 600,000 packets or so, the oldest of them first',
      content: { 'text/csv': { schema: z.string() } },
    },
  },
})

export function resultRoutes({ monitor }: CaptureContext) {
  return createRouter()
    .openapi(getResults, (c) => {
      const { packets, anomalies, normal, protocols } = monitor.stats
      return c.json(
        {
          total_packets: packets,
          anomalies,
          normal,
          protocol_breakdown: protocols,
          recent: [...monitor.packets],
          running: monitor.isActive,
        },
        200,
      )
    })
    .openapi(getResultsCsv, async (c) => {
      const { name, body } = resultsCsv(monitor)
      return c.body(body, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
      })
    })
}
