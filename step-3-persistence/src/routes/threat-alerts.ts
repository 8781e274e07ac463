import { createRoute, z } from '@hono/zod-openapi'
import {
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import { alert, alertId, alertStatuses } from '../alert/alert.ts'
import { alertExample } from '../alert/alert-example.ts'
import { errorCodes } from '../error-codes.ts'
import { isInvestigated, threatScore } from '../hunt/search.ts'
import { orderingOf, toAlertQuery, writeCursor } from './alert-query.ts'
import { type AlertRoutesContext, noteLengthMax, requiredAlert } from './alerts.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import { plainText } from './query-values.ts'

const exampleAlert = { ...alertExample, investigated: false, threat_score: 0.72 }

const threatAlert = alert
  .extend({ investigated: z.boolean(), threat_score: z.number() })
  .openapi('ThreatAlert', { example: exampleAlert })

const query = z.strictObject({
  investigated: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number<string>().int().min(1).max(500).default(50),
  cursor: z.string().max(500).optional(),
})

const page = z
  .object({
    total: z.number().int(),
    count: z.number().int(),
    next_cursor: z.string().nullable(),
    alerts: z.array(threatAlert),
  })
  .openapi('ThreatAlerts', {
    example: { total: 1, count: 1, next_cursor: null, alerts: [exampleAlert] },
  })

const patch = z
  .strictObject({
    investigated: z.boolean(),
    note: plainText(noteLengthMax).trim().min(1).optional(),
    author: plainText(100).trim().min(1).default('operator'),
  })
  .openapi('ThreatAlertPatch', { example: { investigated: true, author: 'ana' } })

const getAlerts = createRoute({
  method: 'get',
  path: '/threat_hunting/alerts',
  summary: 'Alerts by whether anyone has looked into them, the gravest first',
  request: { query },
  responses: {
    200: jsonResponse(page, 'A page; next_cursor leads to the next one'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_BAD_CURSOR),
  },
})

const patchAlert = createRoute({
  method: 'patch',
  path: '/threat_hunting/alerts/{id}',
  summary: 'Mark an alert as investigated (acknowledged), or as new again',
  middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
  request: {
    params: z.object({ id: alertId }),
    body: { required: true, content: { 'application/json': { schema: patch } } },
  },
  responses: {
    200: jsonResponse(threatAlert, 'The alert as it is now'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_NO_ALERT,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_NOT_JSON,
    ),
  },
})

export function threatAlertRoutes({ alerts, writer, now }: AlertRoutesContext) {
  return createRouter()
    .openapi(getAlerts, async (c) => {
      const { investigated, limit, cursor } = c.req.valid('query')
      const status = alertStatuses.filter(
        (one) =>
          investigated === undefined ||
          isInvestigated({ status: one }) === (investigated === 'true'),
      )
      const sorted = { sort: 'severity', order: 'desc', limit, cursor } as const
      const asked = toAlertQuery({ status, suppressed: false, ...sorted }, now())
      await writer.caughtUp()
      const { alerts: found, next } = await alerts.list(asked)
      const shown = found.map(toThreatAlert)
      const total = await alerts.count(asked.filter)
      const next_cursor = writeCursor(next, orderingOf(asked))
      return c.json({ total, count: shown.length, next_cursor, alerts: shown }, 200)
    })
    .openapi(patchAlert, async (c) => {
      const { id } = c.req.valid('param')
      const { investigated, note, author } = c.req.valid('json')
      const before = await requiredAlert(alerts, id)
      // Who has resolved an alert has investigated it: that decision stands.
      const isChanged = isInvestigated(before) !== investigated
      const status = isChanged ? (investigated ? 'acknowledged' : 'new') : undefined
      if (status ?? note) {
        const change = { status, note, author, now: now() } as const
        await alerts.change({ kind: 'ids', alertIds: [id] }, change)
      }
      const { evidence, notes, history, ...after } = await requiredAlert(alerts, id)
      return c.json(toThreatAlert(after), 200)
    })
}

function toThreatAlert(one: z.infer<typeof alert>): z.infer<typeof threatAlert> {
  return { ...one, investigated: isInvestigated(one), threat_score: threatScore(one) }
}
