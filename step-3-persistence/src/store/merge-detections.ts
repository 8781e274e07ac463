import type { Insertable, Transaction } from 'kysely'
import type { Alert } from '../alert/alert.ts'
import type { MergeBatch, MergeResult } from '../alert/alert-store.ts'
import { type AlertRecord, type Fold, foldDetections } from '../alert/fold-detections.ts'
import { alertIdOf, groupKey } from '../alert/group-key.ts'
import type { JudgedDetection } from '../alert/judge.ts'
import { type EntryCounts, shownAlert, toAlertRow, toBodyRow, toRecord } from './alert-row.ts'
import { detectionRow, insertAnomalies } from './anomaly-row.ts'
import { applySuppressions, countHits, hiddenAmong } from './apply-suppressions.ts'
import { insertHistory } from './change-alerts.ts'
import { inChunks } from './chunks.ts'
import type { AlertHistoryTable, AlertTable, Database } from './database.ts'

/** Records a batch and joins it to its alerts; the caller's transaction makes it all or nothing. */
export async function mergeDetections(
  tx: Transaction<Database>,
  { runId, judged, now }: MergeBatch,
): Promise<MergeResult> {
  const byId = new Map(judged.map((one) => [one.detection.detection_id, one]))
  const epoch = now.getTime() / 1000
  const rows = [...byId.values()].map((one) =>
    detectionRow(one, { runId, epoch, alertId: one.isKept ? idOf(one) : null }),
  )
  const fresh = await insertAnomalies(tx, rows)
  const groups = groupByAlert(fresh.map((id) => byId.get(id) as JudgedDetection))
  const stored = await readRecords(tx, [...groups.keys()])
  const folds = [...groups].map(([id, members]) => ({
    counts: stored.get(id)?.counts ?? { note_count: 0, history_count: 0 },
    ...foldDetections(stored.get(id)?.record, members, now),
  }))
  await writeFolds(tx, folds, epoch)
  const hidden = await hide(tx, groups, now)
  return { ...outcomes(folds, hidden), repeated: judged.length - fresh.length }
}

interface StoredRecord {
  readonly record: AlertRecord
  readonly counts: EntryCounts
}

type CountedFold = Fold & { readonly counts: EntryCounts }

function idOf({ detection }: JudgedDetection): string {
  return alertIdOf(groupKey(detection))
}

function groupByAlert(judged: readonly JudgedDetection[]): Map<string, JudgedDetection[]> {
  const groups = new Map<string, JudgedDetection[]>()
  for (const one of judged) {
    if (!one.isKept) continue
    const id = idOf(one)
    const members = groups.get(id)
    if (members) members.push(one)
    else groups.set(id, [one])
  }
  return groups
}

async function readRecords(
  tx: Transaction<Database>,
  ids: readonly string[],
): Promise<Map<string, StoredRecord>> {
  const rows = await inChunks(ids, (some) =>
    tx
      .selectFrom('alert')
      .innerJoin('alert_body', 'alert_body.alert_id', 'alert.alert_id')
      .selectAll('alert')
      .select(['alert_body.statement', 'alert_body.evidence'])
      .where('alert.alert_id', 'in', some)
      .execute(),
  )
  return new Map(
    rows.map((row) => {
      const { note_count, history_count } = row
      return [row.alert_id, { record: toRecord(row), counts: { note_count, history_count } }]
    }),
  )
}

async function writeFolds(
  tx: Transaction<Database>,
  folds: readonly CountedFold[],
  epoch: number,
): Promise<void> {
  await inChunks(folds, async (some) => {
    const rows = some.map(({ record, counts, history }) =>
      toAlertRow(record, {
        note_count: counts.note_count,
        history_count: counts.history_count + history.length,
      }),
    )
    await tx
      .insertInto('alert')
      .values(rows)
      .onConflict((oc) =>
        oc.column('alert_id').doUpdateSet((eb) => {
          const set = mergedColumns.map((column) => [column, eb.ref(`excluded.${column}`)])
          return Object.fromEntries(set)
        }),
      )
      .execute()
    const bodies = some.map(({ record }) => toBodyRow(record))
    await tx
      .insertInto('alert_body')
      .values(bodies)
      .onConflict((oc) =>
        oc.column('alert_id').doUpdateSet((eb) => ({
          statement: eb.ref('excluded.statement'),
          evidence: eb.ref('excluded.evidence'),
        })),
      )
      .execute()
    return []
  })
  await insertHistory(
    tx,
    folds.flatMap((fold) => historyRows(fold, epoch)),
  )
}

/** What a merge can change; the rest of a row is set when it is made, or counted elsewhere. */
const mergedColumns = [
  'status',
  'severity',
  'severity_score',
  'detected',
  'score',
  'confidence',
  'detectors',
  'target',
  'target_key',
  'target_port',
  'technique_id',
  'count',
  'first_seen',
  'last_seen',
  'first_seen_epoch',
  'last_seen_epoch',
  'title',
  'model_version',
  'updated_epoch',
  'history_count',
  'search_text',
] as const satisfies readonly (keyof AlertTable)[]

function historyRows(
  { record, counts, history }: CountedFold,
  epoch: number,
): Insertable<AlertHistoryTable>[] {
  return history.map((entry, index) => ({
    alert_id: record.alert_id,
    sequence: counts.history_count + 1 + index,
    epoch,
    ...entry,
  }))
}

/** Applies the rules to the alerts of the batch, and counts what they hide. */
async function hide(
  tx: Transaction<Database>,
  groups: ReadonlyMap<string, readonly JudgedDetection[]>,
  now: Date,
): Promise<Map<string, string>> {
  const ids = [...groups.keys()]
  await applySuppressions(tx, now, ids)
  const hidden = await hiddenAmong(tx, ids)
  const counts = new Map<string, number>()
  for (const [alertId, rule] of hidden) {
    counts.set(rule, (counts.get(rule) ?? 0) + (groups.get(alertId)?.length ?? 0))
  }
  await countHits(tx, counts, now)
  return hidden
}

function outcomes(
  folds: readonly Fold[],
  hidden: ReadonlyMap<string, string>,
): Omit<MergeResult, 'repeated'> {
  const result: Record<Fold['outcome'], Alert[]> = { created: [], reopened: [], updated: [] }
  for (const { record, outcome } of folds) {
    const suppressed_by = hidden.get(record.alert_id) ?? null
    result[outcome].push({ ...shownAlert(record), suppressed_by })
  }
  return result
}
