import type { Insertable, Transaction } from 'kysely'
import type { Alert } from '../alert/alert.ts'
import type { MergeBatch, MergeResult } from '../alert/alert-store.ts'
import type { JudgedDetection } from '../alert/apply-thresholds.ts'
import {
  type AlertRecord,
  type Fold,
  foldDetections,
  type JoiningDetection,
} from '../alert/fold-detections.ts'
import { alertIdOf, groupKey } from '../alert/group-key.ts'
import { type EntryCounts, shownAlert, toAlertRow, toBodyRow, toRecord } from './alert-row.ts'
import { detectionRow } from './anomaly-row.ts'
import { countHits, hiddenAmong, judgeSuppressions } from './apply-suppressions.ts'
import { insertHistory } from './change-alerts.ts'
import { inChunks } from './chunks.ts'
import type { AlertHistoryTable, AlertTable, Database } from './database.ts'
import { insertAnomalies, updateAnomalies } from './write-anomalies.ts'
import { assignIncidents, refreshIncidents } from './write-incidents.ts'

/** Records a batch and joins it to its alerts; the caller's transaction makes it all or nothing. */
export async function mergeDetections(
  tx: Transaction<Database>,
  { runId, judged, now, secondStage }: MergeBatch,
): Promise<MergeResult> {
  const latest = latestRevisions(judged)
  const epoch = now.getTime() / 1000
  const rows = [...latest.values()].map((one) =>
    detectionRow(one, { runId, epoch, alertId: one.makesAlert ? idOf(one) : null }),
  )
  const fresh = new Set(await insertAnomalies(tx, rows))
  const updated = await updateAnomalies(
    tx,
    rows.filter(({ detection_id }) => !fresh.has(detection_id)),
  )
  const joining = [...latest].flatMap(([id, one]): JoiningDetection[] => {
    if (fresh.has(id)) return [{ ...one, isUpdate: false }]
    const before = updated.get(id)
    // It may have been too weak for an alert before.
    return before ? [{ ...one, isUpdate: before.alert_id !== null }] : []
  })
  const groups = groupByAlert(joining)
  const stored = await readRecords(tx, [...groups.keys()])
  const folds = [...groups].map(([id, members]) => ({
    counts: stored.get(id)?.counts ?? { note_count: 0, history_count: 0 },
    ...foldDetections(stored.get(id)?.record, members, { now, secondStage }),
  }))
  const incidents = await assignIncidents(
    tx,
    folds.map(({ record }) => record),
  )
  await writeFolds(tx, folds, { epoch, incidents })
  const hidden = await hide(tx, groups, now)
  await refreshIncidents(tx, incidents.values())
  return { ...outcomes(folds, hidden), repeated: judged.length - joining.length }
}

/** By id, so that a batch that holds several revisions is as good as the highest of each. */
function latestRevisions(judged: readonly JudgedDetection[]): Map<string, JudgedDetection> {
  const latest = new Map<string, JudgedDetection>()
  for (const one of judged) {
    const { detection_id: id, revision } = one.detection
    if (revision > (latest.get(id)?.detection.revision ?? 0)) latest.set(id, one)
  }
  return latest
}

interface StoredRecord {
  readonly record: AlertRecord
  readonly counts: EntryCounts
}

type CountedFold = Fold & { readonly counts: EntryCounts }

function idOf({ detection }: JudgedDetection): string {
  return alertIdOf(groupKey(detection))
}

function groupByAlert(joining: readonly JoiningDetection[]): Map<string, JoiningDetection[]> {
  const groups = new Map<string, JoiningDetection[]>()
  for (const one of joining) {
    if (!one.makesAlert) continue
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
  { epoch, incidents }: { epoch: number; incidents: ReadonlyMap<string, string> },
): Promise<void> {
  await inChunks(folds, async (some) => {
    const rows = some.map(({ record, counts, history }) => ({
      ...toAlertRow(record, {
        note_count: counts.note_count,
        history_count: counts.history_count + history.length,
      }),
      incident_id: incidents.get(record.alert_id) ?? null,
    }))
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
  'incident_id',
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
  groups: ReadonlyMap<string, readonly JoiningDetection[]>,
  now: Date,
): Promise<Map<string, string>> {
  const ids = [...groups.keys()]
  // Their incidents are those of the batch, which are summed up in the end.
  await judgeSuppressions(tx, now, ids)
  const hidden = await hiddenAmong(tx, ids)
  const counts = new Map<string, number>()
  for (const [alertId, rule] of hidden) {
    const further = groups.get(alertId)?.filter(({ isUpdate }) => !isUpdate) ?? []
    if (further.length > 0) counts.set(rule, (counts.get(rule) ?? 0) + further.length)
  }
  await countHits(tx, counts, now)
  return hidden
}

function outcomes(
  folds: readonly Fold[],
  hidden: ReadonlyMap<string, string>,
): Omit<MergeResult, 'repeated'> {
  const result: Record<Fold['outcome'], Alert[]> = {
    created: [],
    reopened: [],
    updated: [],
    revised: [],
  }
  for (const { record, outcome } of folds) {
    const suppressed_by = hidden.get(record.alert_id) ?? null
    // An update may take an alert out of the rule that hid it: people see it for the first time.
    const isUncovered = record.suppressed_by !== null && suppressed_by === null
    const list = outcome === 'revised' && isUncovered ? 'updated' : outcome
    result[list].push({ ...shownAlert(record), suppressed_by })
  }
  return result
}
