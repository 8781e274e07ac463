import type { Selectable, Transaction } from 'kysely'
import type { SuppressionRule } from '../suppress/suppression.ts'
import { alertWhere } from './alert-where.ts'
import { inChunks } from './chunks.ts'
import type { Database, SuppressionTable } from './database.ts'

export type RuleRow = Pick<Selectable<SuppressionTable>, 'suppression_id' | 'rule'>

/**
 * Judges anew which rule hides each of the alerts: the oldest rule that matches. An alert that has
 * grown out of a rule, for example by becoming graver, is shown again. The incidents of the alerts
 * are summed up anew by the caller.
 */
export async function judgeSuppressions(
  tx: Transaction<Database>,
  now: Date,
  ids: readonly string[],
): Promise<void> {
  await inChunks(ids, async (some) => {
    await tx
      .updateTable('alert')
      .set({ suppressed_by: null })
      .where('suppressed_by', 'is not', null)
      .where('alert_id', 'in', some)
      .execute()
    return []
  })
  for (const rule of await activeRules(tx, now)) await hide(tx, rule, ids)
}

/** Hides those of the alerts that the rule matches and no rule hides yet. */
export async function hide(
  tx: Transaction<Database>,
  { suppression_id, rule }: RuleRow,
  ids: readonly string[],
): Promise<void> {
  const filter = JSON.parse(rule) as SuppressionRule // As the store wrote it.
  await inChunks(ids, async (some) => {
    await tx
      .updateTable('alert')
      .set({ suppressed_by: suppression_id })
      .where('suppressed_by', 'is', null)
      .where((eb) => alertWhere(eb, filter))
      .where('alert_id', 'in', some)
      .execute()
    return []
  })
}

/** By alert, the rule that hides it. */
export async function hiddenAmong(
  tx: Transaction<Database>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await inChunks(ids, (some) =>
    tx
      .selectFrom('alert')
      .select(['alert_id', 'suppressed_by'])
      .where('alert_id', 'in', some)
      .where('suppressed_by', 'is not', null)
      .execute(),
  )
  return new Map(rows.map((row) => [row.alert_id, row.suppressed_by ?? '']))
}

/** Adds to the hits of rules. @param counts By rule, how many detections it hid. */
export async function countHits(
  tx: Transaction<Database>,
  counts: ReadonlyMap<string, number>,
  now: Date,
): Promise<void> {
  for (const [id, count] of counts) {
    await tx
      .updateTable('suppression')
      .set((eb) => ({ hits: eb('hits', '+', count), last_hit_epoch: now.getTime() / 1000 }))
      .where('suppression_id', '=', id)
      .execute()
  }
}

async function activeRules(tx: Transaction<Database>, now: Date): Promise<RuleRow[]> {
  return tx
    .selectFrom('suppression')
    .select(['suppression_id', 'rule'])
    .where((eb) =>
      eb.or([eb('expires_epoch', 'is', null), eb('expires_epoch', '>', now.getTime() / 1000)]),
    )
    .orderBy('created_epoch')
    .orderBy('suppression_id')
    .execute()
}
