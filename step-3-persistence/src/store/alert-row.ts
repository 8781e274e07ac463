import type { Insertable, Selectable } from 'kysely'
import { isoTimeOfSeconds, type Severity, severities, severityRank } from 'step-2-capture'
import { addressKey } from '../alert/address-range.ts'
import type { Alert, AlertDetail, AlertStatus } from '../alert/alert.ts'
import type { AlertRecord } from '../alert/fold-detections.ts'
import type { AlertBodyTable, AlertTable } from './database.ts'
import { foldCase } from './search-words.ts'

/** Longer texts are searched in their first part only. */
export const searchableLengthMax = 1_000

type Statement = Pick<
  AlertRecord,
  | 'technique'
  | 'recommendation'
  | 'reasons'
  | 'severity_parts'
  | 'raw_score'
  | 'threshold'
  | 'lead'
  | 'community_id'
  | 'family'
  | 'sensor'
>

/** The counters of notes and history, which number the next entry. */
export interface EntryCounts {
  readonly note_count: number
  readonly history_count: number
}

export function toAlertRow(record: AlertRecord, counts: EntryCounts): Insertable<AlertTable> {
  return {
    alert_id: record.alert_id,
    group_key: storable(record.group_key),
    status: record.status,
    severity: severityRank(record.severity),
    severity_score: record.severity_score,
    detected: severityRank(record.detected),
    score: record.score,
    confidence: record.confidence,
    detectors: JSON.stringify(record.detectors),
    kind: storable(record.kind),
    source: storable(record.source),
    source_key: addressKey(record.source) ?? null,
    target: record.target === null ? null : storable(record.target),
    target_key: record.target === null ? null : (addressKey(record.target) ?? null),
    target_port: record.target_port,
    target_group: storable(record.target_group),
    technique_id: record.technique?.id ?? null,
    count: record.count,
    first_seen: record.first_seen,
    last_seen: record.last_seen,
    first_seen_epoch: record.first_seen_epoch,
    last_seen_epoch: record.last_seen_epoch,
    title: storable(record.title),
    capture_source: record.capture.source,
    capture_name: storable(record.capture.name),
    model_version: record.model_version,
    created_epoch: Date.parse(record.created_at) / 1000,
    updated_epoch: Date.parse(record.updated_at) / 1000,
    search_text: searchText(record),
    ...counts,
  }
}

export function toBodyRow(record: AlertRecord): Insertable<AlertBodyTable> {
  const { technique, recommendation, reasons, severity_parts, raw_score, threshold, lead } = record
  const { community_id, family, sensor } = record
  const statement: Statement = {
    technique,
    recommendation,
    reasons,
    severity_parts,
    raw_score,
    threshold,
    lead,
    community_id,
    family,
    sensor,
  }
  return {
    alert_id: record.alert_id,
    statement: JSON.stringify(statement),
    evidence: JSON.stringify(record.evidence),
  }
}

export type AlertRow = Selectable<AlertTable> & Pick<AlertBodyTable, 'statement'>

/** What the API shows of a row. What the store wrote itself is read back without a check. */
export function toAlert(row: AlertRow): Alert {
  const { lead: _lead, severity_parts, ...stated } = JSON.parse(row.statement) as Statement
  const detectors = JSON.parse(row.detectors) as string[]
  const shown = { ...blankStatement(stated.threshold, detectors), ...stated }
  return {
    alert_id: row.alert_id,
    group_key: row.group_key,
    status: row.status as AlertStatus,
    severity: severityOfRank(row.severity),
    severity_score: row.severity_score,
    severity_parts,
    score: row.score,
    confidence: row.confidence,
    detectors,
    kind: row.kind,
    source: row.source,
    target: row.target,
    target_port: row.target_port,
    target_group: row.target_group,
    count: row.count,
    first_seen: row.first_seen,
    last_seen: row.last_seen,
    first_seen_epoch: row.first_seen_epoch,
    last_seen_epoch: row.last_seen_epoch,
    title: row.title,
    ...shown,
    capture: {
      source: row.capture_source as Alert['capture']['source'],
      name: row.capture_name,
    },
    model_version: row.model_version,
    suppressed_by: row.suppressed_by,
    created_at: isoTimeOfSeconds(row.created_epoch),
    updated_at: isoTimeOfSeconds(row.updated_epoch),
  }
}

/** What rows of earlier versions do not say. Only models have thresholds. */
function blankStatement(
  threshold: number | null,
  detectors: readonly string[],
): Pick<Statement, 'community_id' | 'family' | 'sensor'> {
  const other = detectors.includes('signatures') ? 'signature' : 'behaviour'
  return { community_id: null, family: threshold === null ? other : 'model', sensor: null }
}

/** A row with all that the next merge needs. */
export function toRecord(row: AlertRow & Pick<AlertBodyTable, 'evidence'>): AlertRecord {
  const { lead } = JSON.parse(row.statement) as Statement
  return {
    ...toAlert(row),
    evidence: toEvidence(row.evidence),
    // Rows of earlier versions have no revision.
    lead: { ...lead, revision: lead.revision ?? 1 },
    detected: severityOfRank(row.detected),
  }
}

/** The alert that the API shows, without the parts that only merging needs. */
export function shownAlert({ evidence, lead, detected, ...shown }: AlertRecord): Alert {
  return shown
}

export function toEvidence(json: string): AlertDetail['evidence'] {
  return JSON.parse(json) as AlertDetail['evidence']
}

export function severityOfRank(rank: number): Severity {
  return severities[rank] ?? 'info'
}

/** The record with every text of strangers made storable. */
export function storableRecord(record: AlertRecord): AlertRecord {
  const { group_key, kind, source, target, target_group, title, capture } = record
  return {
    ...record,
    group_key: storable(group_key),
    kind: storable(kind),
    source: storable(source),
    target: target === null ? null : storable(target),
    target_group: storable(target_group),
    title: storable(title),
    capture: { ...capture, name: storable(capture.name) },
  }
}

/** NUL and half characters, which strangers can send, are no text to a database. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}

/** Lower case as the search words are (`foldCase`), because SQL only folds ASCII. */
export function searchText(record: AlertRecord): string {
  const { title, kind, source, target, target_port, target_group, technique, capture } = record
  const parts = [title, kind, source, target, target_port, target_group, capture.name]
  const named = [technique?.id, technique?.name, ...record.detectors]
  const text = [...parts, ...named].filter((part) => part != null).join(' ')
  return storable(foldCase(text).slice(0, searchableLengthMax))
}
