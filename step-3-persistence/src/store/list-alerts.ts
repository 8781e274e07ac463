import type { Kysely } from 'kysely'
import type { AlertQuery, AlertSort } from '../alert/alert-filter.ts'
import type { AlertPage } from '../alert/alert-store.ts'
import { toAlert } from './alert-row.ts'
import { alertWhere } from './alert-where.ts'
import type { Database } from './database.ts'

const sortColumns = {
  last_seen: 'alert.last_seen_epoch',
  first_seen: 'alert.first_seen_epoch',
  severity: 'alert.severity_score',
  score: 'alert.score',
  confidence: 'alert.confidence',
  count: 'alert.count',
  created_at: 'alert.created_epoch',
  updated_at: 'alert.updated_epoch',
} as const satisfies Record<AlertSort, string>

/**
 * One page by position, not by offset: alerts that come in between neither repeat nor skip a row.
 * The id breaks ties, so the order is total.
 */
export async function listAlerts(db: Kysely<Database>, query: AlertQuery): Promise<AlertPage> {
  const { filter, sort, order, limit, after } = query
  const column = sortColumns[sort]
  const comparison = order === 'desc' ? '<' : '>'
  let ids = db
    .selectFrom('alert')
    .select('alert.alert_id')
    .where((eb) => alertWhere(eb, filter))
    .orderBy(column, order)
    .orderBy('alert.alert_id', order)
    .limit(limit + 1)
  if (after) {
    ids = ids.where((eb) =>
      eb(eb.refTuple(column, 'alert.alert_id'), comparison, eb.tuple(after.value, after.alert_id)),
    )
  }
  // The ids are found and sorted first: what is wide is only read for the rows of the page.
  const rows = await db
    .selectFrom('alert')
    .innerJoin('alert_body', 'alert_body.alert_id', 'alert.alert_id')
    .selectAll('alert')
    .select('alert_body.statement')
    .where('alert.alert_id', 'in', ids)
    .orderBy(column, order)
    .orderBy('alert.alert_id', order)
    .execute()
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    alerts: shown.map(toAlert),
    next: last ? { value: last[valueColumns[sort]], alert_id: last.alert_id } : null,
  }
}

const valueColumns = {
  last_seen: 'last_seen_epoch',
  first_seen: 'first_seen_epoch',
  severity: 'severity_score',
  score: 'score',
  confidence: 'confidence',
  count: 'count',
  created_at: 'created_epoch',
  updated_at: 'updated_epoch',
} as const satisfies Record<AlertSort, keyof Database['alert']>
