import { createRoute } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses } from 'step-2-capture'
import { alertFacets, type FacetCounter } from '../alert/alert-facets.ts'
import { errorCodes } from '../error-codes.ts'
import type { IncidentFilter } from '../incident/incident-store.ts'
import { incidentFilterQuery, toIncidentFilter } from './incident-query.ts'
import type { IncidentRoutesContext } from './incidents.ts'

export interface IncidentFacetRoutesContext extends Pick<IncidentRoutesContext, 'writer' | 'now'> {
  readonly incidentFacets: FacetCounter<IncidentFilter>
}

const getFacets = createRoute({
  method: 'get',
  path: '/incidents/facets',
  summary:
    'How many of the incidents that match have which severity, status, kind, host, capture …',
  request: { query: incidentFilterQuery },
  responses: {
    200: jsonResponse(
      alertFacets,
      'The most frequent values of each; a facet leaves out its own filter',
    ),
    ...problemResponses(errorCodes.E_INVALID_INPUT),
  },
})

export function incidentFacetRoutes({ incidentFacets, writer, now }: IncidentFacetRoutesContext) {
  return createRouter().openapi(getFacets, async (c) => {
    const filter = toIncidentFilter(c.req.valid('query'), now())
    await writer.caughtUp()
    return c.json(await incidentFacets.count(filter), 200)
  })
}
