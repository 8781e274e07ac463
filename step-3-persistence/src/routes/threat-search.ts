import { createRoute, z } from '@hono/zod-openapi'
import {
  createRouter,
  jsonResponse,
  limitBody,
  type Monitor,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import type { AlertFilter } from '../alert/alert-filter.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import type { AlertWriter } from '../alert/alert-writer.ts'
import { errorCodes } from '../error-codes.ts'
import { searchExample, searchFlows, searchResult, statisticsOf, toResult } from '../hunt/search.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import { plainText } from './query-values.ts'

export interface ThreatSearchContext {
  readonly alerts: AlertStore
  readonly writer: AlertWriter
  readonly monitor: Monitor
}

/** Results of one search: some 400 kB of JSON. */
export const resultCountMax = 1_000
const name = plainText(255).trim().min(1)

/** A moment: RFC 3339, or epoch seconds. */
const time = z.union([
  z.number(),
  plainText(40).transform((text, context) => {
    const epoch = Date.parse(text) / 1000
    if (Number.isFinite(epoch)) return epoch
    context.addIssue({ code: 'custom', message: `${text} is no time; write 2026-11-28T04:00:00Z` })
    return z.NEVER
  }),
])

const request = z
  .strictObject({
    /** Addresses or networks. */
    src_ip: name,
    dst_ip: name,
    /** Name or number. Alerts do not know it, so it limits flows alone. */
    protocol: z.union([name, z.number().int().min(0).max(255)]),
    port: z.number().int().min(0).max(65_535),
    /** Kind of an alert; flows have none. */
    attack_type: name,
    start_time: time,
    end_time: time,
    /** 0 to 1: severity points of an alert, over 100. */
    min_threat_score: z.number().min(0).max(1),
    limit: z.number().int().min(1).max(resultCountMax),
  })
  .partial()
  .openapi('ThreatSearch', { example: { src_ip: '10.0.0.0/8', min_threat_score: 0.6 } })

const answer = z
  .object({
    count: z.number().int(),
    /** Of all that match, on this page or not. */
    total: z.number().int(),
    results: z.array(searchResult),
    statistics: z.object({
      alerts: z.number().int(),
      flows: z.number().int(),
      /** Of the results on this page. */
      unique_sources: z.number().int(),
      unique_targets: z.number().int(),
      by_attack_type: z.record(z.string(), z.number().int()),
      by_severity: z.record(z.string(), z.number().int()),
      highest_threat_score: z.number(),
    }),
  })
  .openapi('ThreatSearchResults', { example: searchExample })

const postSearch = createRoute({
  method: 'post',
  path: '/threat_hunting/search',
  summary: 'Alerts and flows by address, protocol, port, kind, time and score',
  middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: request } } } },
  responses: {
    200: jsonResponse(answer, 'Alerts by score, then flows, the newest first'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_NOT_JSON,
    ),
  },
})

export function threatSearchRoutes({ alerts, writer, monitor }: ThreatSearchContext) {
  return createRouter().openapi(postSearch, async (c) => {
    const { limit = 100, ...asked } = c.req.valid('json')
    await writer.caughtUp()
    const filter = alertFilterOf(asked)
    const sorted = { sort: 'severity', order: 'desc', limit } as const
    const { alerts: found } = await alerts.list({ filter, ...sorted })
    const alertCount = await alerts.count(filter)
    const flows = await searchFlows(monitor, asked, limit - found.length)
    const results = [...found.map(toResult), ...flows.results]
    const statistics = { alerts: alertCount, flows: flows.total, ...statisticsOf(results) }
    return c.json(
      { count: results.length, total: alertCount + flows.total, results, statistics },
      200,
    )
  })
}

function alertFilterOf(asked: Omit<z.output<typeof request>, 'limit'>): AlertFilter {
  const { src_ip, dst_ip, port, attack_type, start_time, end_time, min_threat_score } = asked
  return {
    suppressed: false,
    source: src_ip === undefined ? undefined : [src_ip],
    target: dst_ip === undefined ? undefined : [dst_ip],
    target_port: port,
    kind: attack_type === undefined ? undefined : [attack_type],
    from: start_time,
    to: end_time,
    min_severity_score: min_threat_score === undefined ? undefined : min_threat_score * 100,
  }
}
