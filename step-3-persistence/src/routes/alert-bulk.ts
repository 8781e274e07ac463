import { createRoute, z } from '@hono/zod-openapi'
import {
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import { alertId, alertStatus } from '../alert/alert.ts'
import type { ChangeTarget } from '../alert/alert-store.ts'
import { errorCodes } from '../error-codes.ts'
import { alertFilterQuery, toAlertFilter } from './alert-query.ts'
import { type AlertRoutesContext, alertChange } from './alerts.ts'
import { smallBodyBytesMax } from './body-limits.ts'

export const idCountMax = 1_000

/** Which alerts: by id, or by the filter of the list and the number of alerts that it showed. */
const bulk = z
  .strictObject({
    alert_ids: z.array(alertId).min(1).max(idCountMax).optional(),
    filter: alertFilterQuery.optional(),
    expected_count: z.number().int().min(0).optional(),
    ...alertChange,
  })
  .refine(({ alert_ids, filter }) => (alert_ids === undefined) !== (filter === undefined), {
    error: 'give either alert_ids or a filter',
  })
  .refine(({ filter, expected_count }) => filter === undefined || expected_count !== undefined, {
    error: 'a filter needs expected_count, the total that the list showed',
  })
  .refine(({ status, note }) => status !== undefined || note !== undefined, {
    error: 'give a status, a note or both',
  })
  .openapi('AlertBulkChange', {
    example: { filter: { kind: 'port_scan' }, expected_count: 12, status: 'resolved' },
  })

export const bulkResult = z
  .object({
    changed_count: z.number().int(),
    unchanged_count: z.number().int(),
    /** With the status that each had: an undo sets it again. */
    changed: z.array(z.object({ alert_id: alertId, from: alertStatus })),
    missing: z.array(z.string()),
  })
  .openapi('AlertBulkResult', {
    example: {
      changed_count: 1,
      unchanged_count: 0,
      changed: [{ alert_id: '5f0c7a2b91d34e68a0b1c2d3', from: 'new' }],
      missing: [],
    },
  })

const postBulk = createRoute({
  method: 'post',
  path: '/alerts/bulk',
  summary: 'Decide about many alerts at once: all of them change, or none',
  middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: bulk } } } },
  responses: {
    200: jsonResponse(bulkResult, 'What changed, and what it was before'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_COUNT_CHANGED,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_NOT_JSON,
      errorCodes.E_TOO_MANY_ALERTS,
    ),
  },
})

export function alertBulkRoutes({ alerts, now }: AlertRoutesContext) {
  return createRouter().openapi(postBulk, async (c) => {
    const { alert_ids, filter, expected_count, ...change } = c.req.valid('json')
    const target: ChangeTarget =
      filter === undefined
        ? { kind: 'ids', alertIds: alert_ids ?? [] }
        : {
            kind: 'filter',
            filter: toAlertFilter(filter, now()),
            expectedCount: expected_count ?? 0,
          }
    const { changed, unchanged, missing } = await alerts.change(target, { ...change, now: now() })
    return c.json(
      {
        changed_count: changed.length,
        unchanged_count: unchanged,
        changed: [...changed],
        missing: [...missing],
      },
      200,
    )
  })
}
