import type { Selectable, Transaction } from 'kysely'
import type { SuppressionRule } from '../suppress/suppression.ts'
import { alertWhere } from './alert-where.ts'
import { inChunks } from './chunks.ts'
import type { Database, SuppressionTable } from './database.ts'
import { refreshIncidents } from './write-incidents.ts'

/** Judges all alerts anew, and sums up the incidents of those that are shown or hidden by that. */
export async function applySuppressions(tx: Transaction<Database>, now: Date): Promise<void> {
  await refreshIncidents(tx, await judgeSuppressions(tx, now))
}

/**
 * Judges anew which rule hides each of the alerts: the oldest rule that matches. An alert that has
 * grown out of a rule, for example by becoming graver, is shown again. @param ids all, if left out
 * @returns the incidents of what was shown or hidden, which the caller sums up anew
 */
export async function judgeSuppressions(
  tx: Transaction<Database>,
  now: Date,
  ids?: readonly string[],
): Promise<ReadonlySet<string | null>> {
  const rules = await activeRules(tx, now)
  const touched = new Set<string | null>()
  const note = (rows: readonly { incident_id: string | null }[]) => {
    for (const { incident_id } of rows) touched.add(incident_id)
  }
  note(await showAll(tx, ids))
  for (const { suppression_id, rule } of rules) {
    const filter = JSON.parse(rule) as SuppressionRule
    const hide = () =>
      tx
        .updateTable('alert')
        .set({ suppressed_by: suppression_id })
        .where('suppressed_by', 'is', null)
        .where((eb) => alertWhere(eb, filter))
        .returning('incident_id')
    note(
      ids
        ? await inChunks(ids, (some) => hide().where('alert_id', 'in', some).execute())
        : await hide().execute(),
    )
  }
  return touched
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

async function activeRules(
  tx: Transaction<Database>,
  now: Date,
): Promise<Pick<Selectable<SuppressionTable>, 'suppression_id' | 'rule'>[]> {
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

async function showAll(tx: Transaction<Database>, ids?: readonly string[]) {
  const show = () =>
    tx
      .updateTable('alert')
      .set({ suppressed_by: null })
      .where('suppressed_by', 'is not', null)
      .returning('incident_id')
  if (!ids) return show().execute()
  return inChunks(ids, (some) => show().where('alert_id', 'in', some).execute())
}
