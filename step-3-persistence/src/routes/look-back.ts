import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, optionalJson, problemResponses } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import { indicator } from '../hunt/indicator/indicator.ts'
import { indicatorExample } from '../hunt/indicator/indicator-example.ts'
import type { LookBack, LookBackState } from '../hunt/look-back.ts'

export interface LookBackRoutesContext {
  readonly lookBack: LookBack
}

const finding = z.object({
  source: z.string(),
  target: z.string(),
  /** Where the value stands: an end of the flow, a name, a URL or a fingerprint. */
  place: z.enum(['source', 'target', 'name', 'url', 'fingerprint']),
  indicator,
  flows: z.number().int(),
  first_seen: z.string(),
  last_seen: z.string(),
})

const lookBackState = z
  .object({
    state: z.enum(['idle', 'running', 'done', 'failed']),
    files_done: z.number().int(),
    files_total: z.number().int(),
    flows_done: z.number().int(),
    started_at: z.string().nullable(),
    error: z.string().nullable(),
    /** Pairs of hosts and an indicator; the first ten thousand are listed. */
    found: z.number().int(),
    findings: z.array(finding),
  })
  .openapi('LookBack', {
    example: {
      state: 'done',
      files_done: 24,
      files_total: 24,
      flows_done: 412_000,
      started_at: '2026-11-28T04:00:00.000Z',
      error: null,
      found: 1,
      findings: [
        {
          source: '10.0.0.5',
          target: '192.0.2.66',
          place: 'name' as const,
          indicator: indicatorExample,
          flows: 12,
          first_seen: '2026-11-27T04:00:00.000Z',
          last_seen: '2026-11-27T09:00:00.000Z',
        },
      ],
    },
  })

const postLookBack = createRoute({
  method: 'post',
  path: '/threat_hunting/look_back',
  summary: 'Compare the flows that are kept with what the feeds know now; GET says how far it is',
  middleware: optionalJson,
  responses: {
    200: jsonResponse(lookBackState, 'It runs'),
    ...problemResponses(errorCodes.E_NOT_JSON),
  },
})

const getLookBack = createRoute({
  method: 'get',
  path: '/threat_hunting/look_back',
  summary: 'How far the search through the kept flows is, and what it found',
  responses: { 200: jsonResponse(lookBackState, 'The progress, and what was found so far') },
})

export function lookBackRoutes({ lookBack }: LookBackRoutesContext) {
  return createRouter()
    .openapi(postLookBack, (c) => {
      lookBack.start()
      return c.json(shown(lookBack.state), 200)
    })
    .openapi(getLookBack, (c) => c.json(shown(lookBack.state), 200))
}

function shown({ findings, ...progress }: LookBackState) {
  return { ...progress, findings: [...findings] }
}
