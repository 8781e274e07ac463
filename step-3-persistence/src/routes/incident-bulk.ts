import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, limitBody, requireJson } from 'step-2-capture'
import { alertId } from '../alert/alert.ts'
import { changeCountMax, checkChangeCount } from '../store/change-refusals.ts'
import { changeMissing, hasChange } from './alerts.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import {
  bulkAnswer,
  bulkFields,
  bulkResponses,
  countMissing,
  hasCount,
  idCountMax,
} from './bulk-change.ts'
import { changeIncidents } from './change-incidents.ts'
import { incidentFilterQuery, toIncidentFilter } from './incident-query.ts'
import type { IncidentRoutesContext } from './incidents.ts'

/** Which incidents: by id, or by the filter of the list and the number of incidents that it showed. */
const bulk = z
  .strictObject({
    incident_ids: z.array(alertId).min(1).max(idCountMax).optional(),
    filter: incidentFilterQuery.optional(),
    ...bulkFields,
  })
  .refine(({ incident_ids, filter }) => (incident_ids === undefined) !== (filter === undefined), {
    error: 'give either incident_ids or a filter',
  })
  .refine(hasCount, countMissing)
  .refine(hasChange, changeMissing)
  .openapi('IncidentBulkChange', {
    example: { incident_ids: ['5f0c7a2b91d34e68a0b1c2d3'], status: 'resolved' },
  })

const postBulk = createRoute({
  method: 'post',
  path: '/incidents/bulk',
  summary: 'Decide about many incidents at once: about all of their alerts that no rule hides',
  middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: bulk } } } },
  responses: bulkResponses,
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
    const done = await changeIncidents({ incidents, alerts }, ids, { ...change, now: now() })
    return c.json(bulkAnswer(done), 200)
  })
}
