import type { Kysely } from 'kysely'
import type { AlertQuery, AlertSort } from '../alert/alert-filter.ts'
import type { StoredFilter } from './alert-where.ts'
import type { NumberName } from './columns/alert-columns.ts'
import type { ColumnCounter } from './columns/columns-thread.ts'
import { askColumns } from './count-alerts.ts'
import type { Database } from './database.ts'
import type { StoredIncidentFilter } from './search-candidates.ts'

/** A query with what is known of its words. */
interface StoredQuery extends AlertQuery {
  readonly filter: StoredFilter
}

/**
 * Among which alerts a page is, as columns in memory say it: in the order of the list, few alerts that
 * fit may lie far apart. Undefined where an index leads to them, or what fits is met soon.
 */
export async function pageIdsOf(
  db: Kysely<Database>,
  { filter, sort, order, limit, after }: StoredQuery,
  columns: ColumnCounter | undefined,
): Promise<readonly number[] | undefined> {
  const by = numberColumns[sort]
  const { suppressed, ...rest } = filter
  const isBare = suppressed !== true && Object.values(rest).every((part) => part === undefined)
  if (by === undefined || isBare) return undefined
  const asked = { filter, by, order, limit: limit + 1, after: after?.value }
  return (await askColumns(db, columns, 'page', asked)) ?? undefined
}

/** The columns in memory do not hold when an alert was made and changed. */
const numberColumns: Partial<Record<AlertSort, NumberName>> = {
  last_seen: 'last_seen_epoch',
  first_seen: 'first_seen_epoch',
  severity: 'severity_score',
  score: 'score',
  confidence: 'confidence',
  count: 'count',
}

/** Names the alerts that fit, where the columns say that they are few. */
export async function withFewAlerts(
  db: Kysely<Database>,
  filter: StoredIncidentFilter,
  columns: ColumnCounter | undefined,
): Promise<StoredIncidentFilter> {
  const { alert } = filter
  const ids = alert && (await askColumns(db, columns, 'few', { filter: alert }))
  return ids ? { ...filter, alert: { ...alert, ids } } : filter
}
