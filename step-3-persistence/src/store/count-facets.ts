import type { Kysely } from 'kysely'
import type { AlertFilter } from '../alert/alert-filter.ts'
import {
  type AlertFacets,
  type Facet,
  type FacetCount,
  facetNames,
  facetValueCountMax,
  filterBeside,
  toCounts,
} from '../alert/facet.ts'
import { alertWhere } from './alert-where.ts'
import type { ColumnCounter } from './columns/columns-thread.ts'
import { askColumns, isTallied, tallyOf } from './count-alerts.ts'
import type { Database } from './database.ts'
import { withCandidates } from './search-candidates.ts'

const talliedColumns = {
  severity: 'alert.severity',
  status: 'alert.status',
  kind: 'alert.kind',
  technique: 'alert.technique_id',
  capture_source: 'alert.capture_source',
  capture_name: 'alert.capture_name',
} as const satisfies Partial<Record<Facet, string>>

/** The column of each facet. */
export const facetColumns = {
  ...talliedColumns,
  source: 'alert.source',
  target: 'alert.target',
} as const satisfies Record<Facet, string>

/** The rows of a host stand side by side in the index that begins with its key, which says no more. */
const groups = {
  ...talliedColumns,
  source: ['alert.source_key', 'alert.source'],
  target: ['alert.target_key', 'alert.target'],
} as const satisfies Record<Facet, string | readonly string[]>

/**
 * In one pass over the columns in memory, unless the index of words names few alerts. Else one GROUP BY
 * a facet: each is counted under a filter of its own.
 */
export async function countFacets(
  db: Kysely<Database>,
  asked: AlertFilter,
  columns?: ColumnCounter,
): Promise<AlertFacets> {
  const filter = await withCandidates(db, asked)
  const known = await askColumns(db, columns, 'facets', { filter })
  if (known) return known
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
  return toCounts(facet, await countedRows(db, facet, filter))
}

async function countedRows(db: Kysely<Database>, facet: Facet, filter: AlertFilter) {
  if (facet in talliedColumns && isTallied(filter)) {
    const column = talliedColumns[facet as keyof typeof talliedColumns]
    return tallyOf(db, filter)
      .select((eb) => [eb.ref(column).as('value'), eb.fn.sum<number>('alert.count').as('count')])
      .where(column, 'is not', null)
      .where('alert.count', '>', 0)
      .groupBy(column)
      .orderBy('count', 'desc')
      .orderBy('value')
      .limit(facetValueCountMax)
      .execute()
  }
  const column = facetColumns[facet]
  return db
    .selectFrom('alert')
    .select((eb) => [eb.ref(column).as('value'), eb.fn.countAll<number>().as('count')])
    .where((eb) => alertWhere(eb, filter))
    .where(column, 'is not', null)
    .groupBy(groups[facet])
    .orderBy('count', 'desc')
    .orderBy('value')
    .limit(facetValueCountMax)
    .execute()
}
