import type { AlertDetail, AlertHistoryEntry, AlertNote } from '../alert/alert.ts'
import type { AlertFilter, AlertQuery, AlertSort } from '../alert/alert-filter.ts'
import type {
  AlertChange,
  AlertPage,
  AlertStore,
  ChangeResult,
  ChangeTarget,
  MergeBatch,
  MergeResult,
  PruneLimits,
} from '../alert/alert-store.ts'
import type { JudgedDetection } from '../alert/apply-thresholds.ts'
import {
  type AlertRecord,
  type FoldOptions,
  foldDetections,
  type JoiningDetection,
} from '../alert/fold-detections.ts'
import { alertIdOf, groupKey } from '../alert/group-key.ts'
import { alertMatches } from './alert-matches.ts'
import { shownAlert, storableRecord } from './alert-row.ts'
import { checkChangeCount } from './change-refusals.ts'

interface Kept {
  readonly record: AlertRecord
  readonly notes: readonly AlertNote[]
  readonly history: readonly AlertHistoryEntry[]
}

/** What a run has brought of a detection. */
interface Seen {
  readonly revision: number
  readonly hasJoined: boolean
}

/**
 * Alerts in a Map: the seam without a database, for tests, and to compare the SQL store with. It
 * knows no suppressions, and forgets everything with the process.
 */
export class MemoryAlertStore implements AlertStore {
  /** By alert id. */
  readonly #alerts = new Map<string, Kept>()
  /** By run and detection id. */
  readonly #seen = new Map<string, Seen>()

  async merge({ runId, judged, now, secondStage }: MergeBatch): Promise<MergeResult> {
    const groups = new Map<string, JoiningDetection[]>()
    let takenCount = 0
    for (const one of latestRevisions(judged)) {
      const { detection, makesAlert } = one
      const key = JSON.stringify([runId, detection.detection_id])
      const before = this.#seen.get(key)
      if (before && before.revision >= detection.revision) continue
      takenCount++
      const hasJoined = before?.hasJoined ?? false
      this.#seen.set(key, { revision: detection.revision, hasJoined: hasJoined || makesAlert })
      if (!makesAlert) continue
      const alertId = alertIdOf(groupKey(detection))
      groups.set(alertId, [...(groups.get(alertId) ?? []), { ...one, isUpdate: hasJoined }])
    }
    const result = { created: [], reopened: [], updated: [], revised: [] } as MutableResult
    for (const [alertId, joining] of groups) {
      const { record, outcome } = this.#join(alertId, joining, { now, secondStage })
      result[outcome].push(shownAlert(record))
    }
    return { ...result, repeated: judged.length - takenCount }
  }

  async list({ filter, sort, order, limit, after }: AlertQuery): Promise<AlertPage> {
    const sign = order === 'desc' ? -1 : 1
    const compare = (one: Position, other: Position) =>
      sign * (one.value - other.value || (one.alert_id < other.alert_id ? -1 : 1))
    const found = this.#matching(filter)
      .map(({ record }) => ({ record, alert_id: record.alert_id, value: valueIn[sort](record) }))
      .filter((one) => !after || (one.alert_id !== after.alert_id && compare(one, after) > 0))
      .sort(compare)
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    return {
      alerts: page.map(({ record }) => shownAlert(record)),
      next: last ? { value: last.value, alert_id: last.alert_id } : null,
    }
  }

  async count(filter: AlertFilter): Promise<number> {
    return this.#matching(filter).length
  }

  async get(alertId: string): Promise<AlertDetail | undefined> {
    const kept = this.#alerts.get(alertId)
    if (!kept) return undefined
    const { record, notes, history } = kept
    const evidence = [...record.evidence]
    return { ...shownAlert(record), evidence, notes: [...notes], history: [...history] }
  }

  async change(target: ChangeTarget, change: AlertChange): Promise<ChangeResult> {
    const asked = target.kind === 'ids' ? [...new Set(target.alertIds)] : []
    const found =
      target.kind === 'filter'
        ? this.#matching(target.filter)
        : asked.flatMap((id) => this.#alerts.get(id) ?? [])
    if (target.kind === 'filter') checkChangeCount(found.length, target.expectedCount)
    const { status, note } = change
    const changed = found.filter(
      ({ record }) => note !== undefined || (status !== undefined && record.status !== status),
    )
    for (const kept of changed) this.#alerts.set(kept.record.alert_id, changedBy(kept, change))
    return {
      changed: changed.map(({ record }) => ({ alert_id: record.alert_id, from: record.status })),
      unchanged: found.length - changed.length,
      missing: asked.filter((id) => !this.#alerts.has(id)),
    }
  }

  async prune({ decidedBefore, untouchedBefore, alertCountMax }: PruneLimits): Promise<number> {
    const countBefore = this.#alerts.size
    for (const [id, { record }] of this.#alerts) {
      const touchedMs = Date.parse(record.updated_at)
      const limit = isDecided(record)
        ? Math.max(+decidedBefore, +untouchedBefore)
        : +untouchedBefore
      if (touchedMs < limit) this.#alerts.delete(id)
    }
    const surplus = Math.max(0, this.#alerts.size - alertCountMax)
    const first = [...this.#alerts.values()].map(({ record }) => record).sort(goesBefore)
    for (const { alert_id } of first.slice(0, surplus)) this.#alerts.delete(alert_id)
    return countBefore - this.#alerts.size
  }

  #join(alertId: string, joining: readonly JoiningDetection[], { now, secondStage }: FoldOptions) {
    const kept = this.#alerts.get(alertId)
    const { record, outcome, history } = foldDetections(kept?.record, joining, { now, secondStage })
    const entries = [...(kept?.history ?? [])]
    for (const draft of history) {
      entries.push({ sequence: entries.length + 1, at: now.toISOString(), ...draft })
    }
    this.#alerts.set(alertId, {
      record: storableRecord(record),
      notes: kept?.notes ?? [],
      history: entries,
    })
    return { record, outcome }
  }

  #matching(filter: AlertFilter): Kept[] {
    return [...this.#alerts.values()].filter(({ record }) => alertMatches(record, filter))
  }
}

type MutableResult = { [Outcome in keyof Omit<MergeResult, 'repeated'>]: AlertRecordShown[] }
type AlertRecordShown = MergeResult['created'][number]

interface Position {
  readonly value: number
  readonly alert_id: string
}

const valueIn: Readonly<Record<AlertSort, (record: AlertRecord) => number>> = {
  last_seen: (record) => record.last_seen_epoch,
  first_seen: (record) => record.first_seen_epoch,
  severity: (record) => record.severity_score,
  score: (record) => record.score,
  confidence: (record) => record.confidence,
  count: (record) => record.count,
  created_at: (record) => Date.parse(record.created_at),
  updated_at: (record) => Date.parse(record.updated_at),
}

/** Of each detection the highest revision of the batch. */
function latestRevisions(judged: readonly JudgedDetection[]): Iterable<JudgedDetection> {
  const latest = new Map<string, JudgedDetection>()
  for (const one of judged) {
    const { detection_id, revision } = one.detection
    if (revision > (latest.get(detection_id)?.detection.revision ?? 0))
      latest.set(detection_id, one)
  }
  return latest.values()
}

function changedBy(kept: Kept, { status, note, author, now }: AlertChange): Kept {
  const at = now.toISOString()
  const { status: from } = kept.record
  const isMoved = status !== undefined && status !== from
  const moved = { sequence: kept.history.length + 1, at, author, action: 'status', from } as const
  return {
    record: { ...kept.record, status: status ?? from, updated_at: at },
    history: isMoved ? [...kept.history, { ...moved, to: status }] : kept.history,
    notes:
      note === undefined
        ? kept.notes
        : [...kept.notes, { sequence: kept.notes.length + 1, at, author, text: note }],
  }
}

function isDecided({ status }: AlertRecord): boolean {
  return status === 'resolved' || status === 'false_positive'
}

/** Decided alerts go first, and of either kind those untouched for longest. */
function goesBefore(one: AlertRecord, other: AlertRecord): number {
  return (
    Number(isDecided(other)) - Number(isDecided(one)) ||
    Date.parse(one.updated_at) - Date.parse(other.updated_at)
  )
}
