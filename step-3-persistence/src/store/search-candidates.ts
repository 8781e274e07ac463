import { type Kysely, SqliteAdapter, sql } from 'kysely'
import type { AlertFilter } from '../alert/alert-filter.ts'
import type { IncidentFilter } from '../incident/incident-store.ts'
import type { StoredFilter } from './alert-where.ts'
import type { Database } from './database.ts'
import { wordsOf } from './search-words.ts'

/**
 * As many alerts are looked up within 20 ms, out of a million too. Words that more of them hold are
 * soon met by reading on, and counted by columns in memory.
 */
const rareCount = 2_000

/** Whether the words that were asked for last are rare: a page and its totals ask for the same. */
export interface LastWords {
  known?: { readonly candidates: string; readonly isRare: boolean }
}

/** Says which alerts may hold rare words, where the database has an index of them. */
export async function withCandidates(
  db: Kysely<Database>,
  filter: AlertFilter,
  last: LastWords = {},
): Promise<StoredFilter> {
  const candidates = candidatesOf(filter.q)
  if (candidates === '' || !(db.getExecutor().adapter instanceof SqliteAdapter)) return filter
  // Words that became frequent meanwhile are still found by their candidates, only slower.
  const known =
    last.known?.candidates === candidates
      ? last.known
      : { candidates, isRare: await areRare(db, candidates) }
  last.known = known
  return known.isRare ? { ...filter, candidates } : filter
}

async function areRare(db: Kysely<Database>, candidates: string): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select rowid from alert_search where alert_search match ${candidates} limit ${rareCount})`.execute(
    db,
  )
  return Number(rows[0]?.count) < rareCount
}

export interface StoredIncidentFilter extends IncidentFilter {
  readonly alert?: StoredFilter | undefined
}

/** The same for the alerts that a filter of incidents asks for. */
export async function withAlertCandidates(
  db: Kysely<Database>,
  filter: IncidentFilter,
): Promise<StoredIncidentFilter> {
  return filter.alert ? { ...filter, alert: await withCandidates(db, filter.alert) } : filter
}

/** All that three characters in a row can say of the words: shorter words say nothing. */
function candidatesOf(q: string | undefined): string {
  const triples = wordsOf(q).flatMap((word) => {
    const characters = [...word]
    return characters.slice(2).map((_, index) => characters.slice(index, index + 3).join(''))
  })
  return [...new Set(triples)].map((one) => `"${one.replaceAll('"', '""')}"`).join(' AND ')
}
