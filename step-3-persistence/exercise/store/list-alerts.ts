import type { Kysely } from 'kysely'
import { yourTurn } from 'step-2-capture'
import type { AlertQuery, AlertSort } from '../alert/alert-filter.ts'
import type { AlertPage } from '../alert/alert-store.ts'
import { toAlert } from './alert-row.ts'
import { alertWhere } from './alert-where.ts'
import type { Database } from './database.ts'

/*
 * Your task: one page of a list that changes while people read it. `offset 50` would repeat alerts
 * that new ones have pushed down, and skip some that were pushed up; a position does neither.
 */

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
 * The alerts that fit `query.filter` (`alertWhere`), sorted by the column of `query.sort` in the
 * direction of `query.order`; the alert's id, in the same direction, breaks ties, so that the order
 * is total. At most `query.limit` of them, from behind the position `query.after` on, if there is
 * one: those whose (value, id) lies behind it in the direction of the list.
 *
 * `next` is the position of the last alert of the page (its value in the sort column, its id) where
 * more follow, and null where none do. Ask for one row more than the page holds to know it.
 *
 * A row that `toAlert` takes is all of `alert` with `statement` of `alert_body`.
 */
export async function listAlerts(_db: Kysely<Database>, _query: AlertQuery): Promise<AlertPage> {
  throw yourTurn('paging', 'step 3: listAlerts()')
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
