import { createRoute, z } from '@hono/zod-openapi'
import {
  AppError,
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import { alertId } from '../alert/alert.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import type { AlertWriter } from '../alert/alert-writer.ts'
import { errorCodes } from '../error-codes.ts'
import { incident, incidentDetail, incidentExample } from '../incident/incident.ts'
import type { IncidentStore } from '../incident/incident-store.ts'
import { readCursor, writeCursor } from './alert-query.ts'
import { alertPatch } from './alerts.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import { changeIncidents } from './change-incidents.ts'
import { incidentListQuery, toIncidentFilter } from './incident-query.ts'

export interface IncidentRoutesContext {
  readonly incidents: IncidentStore
  readonly alerts: AlertStore
  readonly writer: AlertWriter
  readonly now: () => Date
}

const incidentPage = z
  .object({
    total: z.number().int(),
    count: z.number().int(),
    next_cursor: z.string().nullable(),
    incidents: z.array(incident),
  })
  .openapi('Incidents', {
    example: { total: 1, count: 1, next_cursor: null, incidents: [incidentExample] },
  })

const idParam = z.object({ id: alertId })

const getIncidents = createRoute({
  method: 'get',
  path: '/incidents',
  summary: 'Incidents: the alerts of one source in one span, as a person handles them',
  request: { query: incidentListQuery },
  responses: {
    200: jsonResponse(incidentPage, 'A page; next_cursor leads to the next one'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_BAD_CURSOR),
  },
})

const getIncident = createRoute({
  method: 'get',
  path: '/incidents/{id}',
  summary: 'One incident with its gravest alerts, by its id or that of any of its alerts',
  request: { params: idParam },
  responses: {
    200: jsonResponse(incidentDetail, 'The incident'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_NO_INCIDENT),
  },
})

const patchIncident = createRoute({
  method: 'patch',
  path: '/incidents/{id}',
  summary: 'Decide about an incident: about all of its alerts that no rule hides',
  middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
  request: {
    params: idParam,
    body: { required: true, content: { 'application/json': { schema: alertPatch } } },
  },
  responses: {
    200: jsonResponse(incidentDetail, 'The incident as it is now'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_NO_INCIDENT,
      errorCodes.E_TOO_MANY_ALERTS,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_NOT_JSON,
    ),
  },
})

export function incidentRoutes({ incidents, alerts, writer, now }: IncidentRoutesContext) {
  const required = async (id: string) => {
    const found = await incidents.get(id)
    if (!found) throw noIncident(id)
    return found
  }
  return createRouter()
    .openapi(getIncidents, async (c) => {
      const { sort, limit, cursor, ...given } = c.req.valid('query')
      const filter = toIncidentFilter(given, now())
      const ordering = `incidents ${sort}`
      const after = cursor === undefined ? undefined : readCursor(cursor, ordering)
      await writer.caughtUp()
      const page = await incidents.list({ filter, sort, limit, after })
      const next_cursor = writeCursor(page.next, ordering)
      const { total, incidents: some } = page
      return c.json({ total, count: some.length, next_cursor, incidents: [...some] }, 200)
    })
    .openapi(getIncident, async (c) => {
      await writer.caughtUp()
      return c.json(await required(c.req.valid('param').id), 200)
    })
    .openapi(patchIncident, async (c) => {
      const { incident_id } = await required(c.req.valid('param').id)
      const change = { ...c.req.valid('json'), now: now() }
      await changeIncidents({ incidents, alerts }, [incident_id], change)
      return c.json(await required(incident_id), 200)
    })
}

function noIncident(id: string): AppError {
  return new AppError(errorCodes.E_NO_INCIDENT, `there is no incident ${id}`, {
    fix: 'GET /api/incidents lists those with alerts that no rule hides.',
  })
}
