import type { Kysely } from 'kysely'
import type { SuppressionRule } from '../suppress/suppression.ts'
import { alertWhere } from './alert-where.ts'
import { hide, judgeSuppressions, type RuleRow } from './apply-suppressions.ts'
import type { Database } from './database.ts'
import { inSlices } from './in-slices.ts'
import { withCandidates } from './search-candidates.ts'
import { refreshIncidentsOf } from './write-incidents.ts'

/** Hides what a rule matches and no older one hides. Done twice, it changes nothing more. */
export async function hideInSlices(db: Kysely<Database>, row: RuleRow): Promise<void> {
  const rule = JSON.parse(row.rule) as SuppressionRule // As the store wrote it.
  const filter = await withCandidates(db, rule)
  const found = await db
    .selectFrom('alert')
    .select('alert_id')
    .where('suppressed_by', 'is', null)
    .where((eb) => alertWhere(eb, filter))
    .orderBy('last_seen_epoch') // As they lie in the file: a slice then changes few of its pages.
    .execute()
  await inSlices(db, found, async (tx, slice) => {
    const ids = slice.map(({ alert_id }) => alert_id)
    await hide(tx, row, ids)
    await refreshIncidentsOf(tx, ids)
  })
}

/** Judges anew what rules hide that are no more. */
export async function showInSlices(db: Kysely<Database>, now: Date): Promise<void> {
  const gone = await rulesOfThePast(db)
  if (gone.length === 0) return
  const found = await db
    .selectFrom('alert')
    .select('alert_id')
    .where('suppressed_by', 'in', gone)
    .orderBy('last_seen_epoch')
    .execute()
  await inSlices(db, found, async (tx, slice) => {
    const ids = slice.map(({ alert_id }) => alert_id)
    await judgeSuppressions(tx, now, ids)
    await refreshIncidentsOf(tx, ids)
  })
}

/** Rules that are no more, and still hide alerts: the tally knows, so that no alert is read for it. */
async function rulesOfThePast(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('alert_tally')
    .select('suppressed_by')
    .distinct()
    .where('count', '>', 0)
    .where('suppressed_by', 'is not', null)
    .where('suppressed_by', 'not in', (eb) => eb.selectFrom('suppression').select('suppression_id'))
    .execute()
  return rows.flatMap(({ suppressed_by }) => suppressed_by ?? [])
}
