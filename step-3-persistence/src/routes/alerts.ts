import { createRoute, z } from '@hono/zod-openapi'
import {
  AppError,
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import { alert, alertDetail, alertId, alertStatus } from '../alert/alert.ts'
import { alertExample } from '../alert/alert-example.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import type { AlertWriter } from '../alert/alert-writer.ts'
import { errorCodes } from '../error-codes.ts'
import { alertListQuery, orderingOf, toAlertQuery, writeCursor } from './alert-query.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import { plainText } from './query-values.ts'

export interface AlertRoutesContext {
  readonly alerts: AlertStore
  readonly writer: AlertWriter
  readonly now: () => Date
}

/** A note is a paragraph or two, not a report. */
export const noteLengthMax = 4_000

/** What people can do to an alert; the name of who does it comes with it. */
export const alertChange = {
  status: alertStatus.optional(),
  note: plainText(noteLengthMax).trim().min(1).optional(),
  author: plainText(100).trim().min(1).default('operator'),
}

const alertPage = z
  .object({
    /** Of all alerts that match, on this page or not. */
    total: z.number().int(),
    /** Alerts that would match if no rule hid them. */
    hidden: z.number().int(),
    count: z.number().int(),
    next_cursor: z.string().nullable(),
    alerts: z.array(alert),
  })
  .openapi('AlertPage', {
    example: { total: 1, hidden: 0, count: 1, next_cursor: null, alerts: [alertExample] },
  })

export const hasChange = ({
  status,
  note,
}: {
  readonly status?: unknown
  readonly note?: unknown
}) => status !== undefined || note !== undefined
export const changeMissing = { error: 'give a status, a note or both' }

export const alertPatch = z
  .strictObject(alertChange)
  .refine(hasChange, changeMissing)
  .openapi('AlertPatch', { example: { status: 'acknowledged', note: 'Known scanner of IT' } })

const idParam = z.object({ id: alertId })

const getAlerts = createRoute({
  method: 'get',
  path: '/alerts',
  summary: 'Alerts by filter, page by page',
  request: { query: alertListQuery },
  responses: {
    200: jsonResponse(alertPage, 'A page; next_cursor leads to the next one'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_BAD_CURSOR),
  },
})

const getAlert = createRoute({
  method: 'get',
  path: '/alerts/{id}',
  summary: 'One alert with evidence, notes and history',
  request: { params: idParam },
  responses: {
    200: jsonResponse(alertDetail, 'The alert'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_NO_ALERT),
  },
})

const patchAlert = createRoute({
  method: 'patch',
  path: '/alerts/{id}',
  summary: 'Decide about an alert: set its status, add a note',
  middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
  request: {
    params: idParam,
    body: { required: true, content: { 'application/json': { schema: alertPatch } } },
  },
  responses: {
    200: jsonResponse(alertDetail, 'The alert as it is now'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_NO_ALERT,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_NOT_JSON,
    ),
  },
})

export function alertRoutes({ alerts, writer, now }: AlertRoutesContext) {
  return createRouter()
    .openapi(getAlerts, async (c) => {
      const query = toAlertQuery(c.req.valid('query'), now())
      await writer.caughtUp()
      const { alerts: page, next } = await alerts.list(query)
      const total = await alerts.count(query.filter)
      const hidden = await alerts.count({ ...query.filter, suppressed: true })
      const next_cursor = writeCursor(next, orderingOf(query))
      return c.json({ total, hidden, count: page.length, next_cursor, alerts: [...page] }, 200)
    })
    .openapi(getAlert, async (c) => {
      return c.json(await requiredAlert(alerts, c.req.valid('param').id), 200)
    })
    .openapi(patchAlert, async (c) => {
      const { id } = c.req.valid('param')
      await alerts.change({ kind: 'ids', alertIds: [id] }, { ...c.req.valid('json'), now: now() })
      return c.json(await requiredAlert(alerts, id), 200)
    })
}

/** @throws AppError `E_NO_ALERT` */
export async function requiredAlert(alerts: AlertStore, id: string) {
  const found = await alerts.get(id)
  if (found) return found
  throw new AppError(errorCodes.E_NO_ALERT, `there is no alert ${id}`, {
    fix: 'GET /api/alerts lists those that are kept; old ones go as the retention says.',
  })
}
