import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, limitBody, requireJson } from 'step-2-capture'
import { alertId } from '../alert/alert.ts'
import type { ChangeTarget } from '../alert/alert-store.ts'
import { alertFilterQuery, toAlertFilter } from './alert-query.ts'
import { type AlertRoutesContext, changeMissing, hasChange } from './alerts.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import {
  bulkAnswer,
  bulkFields,
  bulkResponses,
  countMissing,
  hasCount,
  idCountMax,
} from './bulk-change.ts'

/** Which alerts: by id, or by the filter of the list and the number of alerts that it showed. */
const bulk = z
  .strictObject({
    alert_ids: z.array(alertId).min(1).max(idCountMax).optional(),
    filter: alertFilterQuery.optional(),
    ...bulkFields,
  })
  .refine(({ alert_ids, filter }) => (alert_ids === undefined) !== (filter === undefined), {
    error: 'give either alert_ids or a filter',
  })
  .refine(hasCount, countMissing)
  .refine(hasChange, changeMissing)
  .openapi('AlertBulkChange', {
    example: { filter: { kind: 'port_scan' }, expected_count: 12, status: 'resolved' },
  })

const postBulk = createRoute({
  method: 'post',
  path: '/alerts/bulk',
  summary: 'Decide about many alerts at once: all of them change, or none',
  middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: bulk } } } },
  responses: bulkResponses,
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
    return c.json(bulkAnswer(await alerts.change(target, { ...change, now: now() })), 200)
  })
}
