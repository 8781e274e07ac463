import { createRoute, z } from '@hono/zod-openapi'
import {
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import { alertId } from '../alert/alert.ts'
import { errorCodes } from '../error-codes.ts'
import { changeCountMax, checkChangeCount } from '../store/change-refusals.ts'
import { bulkResult, idCountMax } from './alert-bulk.ts'
import { alertChange } from './alerts.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import { incidentFilterQuery, toIncidentFilter } from './incident-query.ts'
import type { IncidentRoutesContext } from './incidents.ts'

/** Which incidents: by id, or by the filter of the list and the number of incidents that it showed. */
const bulk = z
  .strictObject({
    incident_ids: z.array(alertId).min(1).max(idCountMax).optional(),
    filter: incidentFilterQuery.optional(),
    expected_count: z.number().int().min(0).optional(),
    ...alertChange,
  })
  .refine(({ incident_ids, filter }) => (incident_ids === undefined) !== (filter === undefined), {
    error: 'give either incident_ids or a filter',
  })
  .refine(({ filter, expected_count }) => filter === undefined || expected_count !== undefined, {
    error: 'a filter needs expected_count, the total that the list showed',
  })
  .refine(({ status, note }) => status !== undefined || note !== undefined, {
    error: 'give a status, a note or both',
  })
  .openapi('IncidentBulkChange', {
    example: { incident_ids: ['5f0c7a2b91d34e68a0b1c2d3'], status: 'resolved' },
  })

const postBulk = createRoute({
  method: 'post',
  path: '/incidents/bulk',
  summary: 'Decide about many incidents at once: about all of their alerts that no rule hides',
  middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: bulk } } } },
  responses: {
    200: jsonResponse(bulkResult, 'Which alerts changed, and what they were before'),
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

export function incidentBulkRoutes({ incidents, alerts, writer, now }: IncidentRoutesContext) {
  return createRouter().openapi(postBulk, async (c) => {
    const { incident_ids = [], filter, expected_count = 0, ...change } = c.req.valid('json')
    await writer.caughtUp()
    let ids: readonly string[] = incident_ids
    if (filter !== undefined) {
      ids = await incidents.ids(toIncidentFilter(filter, now()), changeCountMax + 1)
      checkChangeCount(ids.length, expected_count, 'incidents')
    }
    const alertIds = await incidents.alertIds(ids, changeCountMax + 1)
    checkChangeCount(alertIds.length, alertIds.length)
    const asked = { kind: 'ids', alertIds } as const
    const { changed, unchanged, missing } = await alerts.change(asked, { ...change, now: now() })
    const lists = { changed: [...changed], missing: [...missing] }
    return c.json({ changed_count: changed.length, unchanged_count: unchanged, ...lists }, 200)
  })
}
