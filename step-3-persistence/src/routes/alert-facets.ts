import { createRoute } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses } from 'step-2-capture'
import { alertFacets, type FacetCounter } from '../alert/alert-facets.ts'
import { errorCodes } from '../error-codes.ts'
import { alertFilterQuery, toAlertFilter } from './alert-query.ts'
import type { AlertRoutesContext } from './alerts.ts'

export interface FacetRoutesContext extends Pick<AlertRoutesContext, 'writer' | 'now'> {
  readonly facets: FacetCounter
}

const getFacets = createRoute({
  method: 'get',
  path: '/alerts/facets',
  summary: 'How many of the alerts that match have which severity, status, kind, host, capture …',
  request: { query: alertFilterQuery },
  responses: {
    200: jsonResponse(
      alertFacets,
      'The most frequent values of each; a facet leaves out its own filter',
    ),
    ...problemResponses(errorCodes.E_INVALID_INPUT),
  },
})

export function alertFacetRoutes({ facets, writer, now }: FacetRoutesContext) {
  return createRouter().openapi(getFacets, async (c) => {
    const filter = toAlertFilter(c.req.valid('query'), now())
    await writer.caughtUp()
    return c.json(await facets.count(filter), 200)
  })
}
