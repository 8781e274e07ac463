import type { Kysely } from 'kysely'
import {
  type AlertFacets,
  type Facet,
  type FacetCount,
  facetNames,
  facetValueCountMax,
  filterBeside,
  toCounts,
} from '../alert/facet.ts'
import type { IncidentFilter } from '../incident/incident-store.ts'
import { alertWhere } from './alert-where.ts'
import type { ColumnCounter } from './columns/columns-thread.ts'
import { askColumns } from './count-alerts.ts'
import { facetColumns } from './count-facets.ts'
import type { Database } from './database.ts'
import { withFewAlerts } from './known-ids.ts'
import { incidentWhere, isOfAlertsAlone } from './list-incidents.ts'
import { withAlertCandidates } from './search-candidates.ts'

/** What a filter asks of the incident as a whole; the other facets are of its alerts. */
const incidentColumns = {
  severity: 'incident.severity',
  status: 'incident.status',
  source: 'incident.source',
  capture_source: 'incident.capture_source',
} as const
type IncidentFacet = keyof typeof incidentColumns

/** As many incidents of each value as the list has when that value is chosen. */
export async function countIncidentFacets(
  db: Kysely<Database>,
  asked: IncidentFilter,
  columns?: ColumnCounter,
): Promise<AlertFacets> {
  const filter = await withFewAlerts(db, await withAlertCandidates(db, asked), columns)
  if (isOfAlertsAlone(filter)) {
    const of = { filter: filter.alert ?? {}, isBare: filter.alert === undefined }
    const known = await askColumns(db, columns, 'incidentFacets', of)
    if (known) return known
  }
  const counted = facetNames.map(async (facet) => [
    facet,
    isOfIncident(facet)
      ? await countOfIncident(db, facet, { ...filter, [facet]: undefined })
      : await countOfAlerts(db, facet, filter),
  ])
  return Object.fromEntries(await Promise.all(counted))
}

function isOfIncident(facet: Facet): facet is IncidentFacet {
  return Object.hasOwn(incidentColumns, facet)
}

async function countOfIncident(
  db: Kysely<Database>,
  facet: IncidentFacet,
  filter: IncidentFilter,
): Promise<FacetCount[]> {
  const column = incidentColumns[facet]
  const rows = await db
    .selectFrom('incident')
    .select((eb) => [eb.ref(column).as('value'), eb.fn.countAll<number>().as('count')])
    .where((eb) => incidentWhere(eb, filter))
    .groupBy(column)
    .orderBy('count', 'desc')
    .orderBy('value')
    .limit(facetValueCountMax)
    .execute()
  return toCounts(facet, rows)
}

/** An incident counts for each value that one of its alerts has. */
async function countOfAlerts(
  db: Kysely<Database>,
  facet: Exclude<Facet, IncidentFacet>,
  { alert = { suppressed: false }, ...filter }: IncidentFilter,
): Promise<FacetCount[]> {
  const column = facetColumns[facet]
  const rows = await db
    .selectFrom('alert')
    .select((eb) => [
      eb.ref(column).as('value'),
      eb.fn.count<number>('alert.incident_id').distinct().as('count'),
    ])
    .where((eb) => alertWhere(eb, filterBeside(alert, facet)))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('incident')
          .select('incident.incident_id')
          .whereRef('incident.incident_id', '=', 'alert.incident_id')
          .where((of) => incidentWhere(of, filter)),
      ),
    )
    .where(column, 'is not', null)
    .groupBy(column)
    .orderBy('count', 'desc')
    .orderBy('value')
    .limit(facetValueCountMax)
    .execute()
  return toCounts(facet, rows)
}
