import type { Kysely } from 'kysely'
import { severities } from 'step-2-capture'
import {
  type AlertFacets,
  type Facet,
  type FacetCount,
  facetNames,
  facetValueCountMax,
  filterBeside,
} from '../alert/alert-facets.ts'
import type { AlertFilter } from '../alert/alert-filter.ts'
import { alertWhere } from './alert-where.ts'
import type { Database } from './database.ts'

const columns = {
  severity: 'alert.severity',
  status: 'alert.status',
  kind: 'alert.kind',
  technique: 'alert.technique_id',
  source: 'alert.source',
  target: 'alert.target',
  capture_source: 'alert.capture_source',
  capture_name: 'alert.capture_name',
} as const satisfies Record<Facet, string>

/** One GROUP BY a facet: each is counted under a filter of its own. */
export async function countFacets(db: Kysely<Database>, filter: AlertFilter): Promise<AlertFacets> {
  const counted = facetNames.map(async (facet) => [
    facet,
    await countFacet(db, facet, filterBeside(filter, facet)),
  ])
  return Object.fromEntries(await Promise.all(counted))
}

async function countFacet(
  db: Kysely<Database>,
  facet: Facet,
  filter: AlertFilter,
): Promise<FacetCount[]> {
  const column = columns[facet]
  const rows = await db
    .selectFrom('alert')
    .select((eb) => [eb.ref(column).as('value'), eb.fn.countAll<number>().as('count')])
    .where((eb) => alertWhere(eb, filter))
    .where(column, 'is not', null)
    .groupBy(column)
    .orderBy('count', 'desc')
    .orderBy('value')
    .limit(facetValueCountMax)
    .execute()
  return rows.map(({ value, count }) => ({
    value: facet === 'severity' ? (severities[Number(value)] ?? '') : String(value),
    count: Number(count),
  }))
}
