import { addressKey, hostTest } from '../alert/address-range.ts'
import type { AlertFilter } from '../alert/alert-filter.ts'
import type { AlertRecord } from '../alert/fold-detections.ts'
import { searchText } from './alert-row.ts'
import { wordsOf } from './search-words.ts'

/** Whether an alert fits a filter: what `alertWhere` says in SQL, for alerts in memory. */
export function alertMatches(record: AlertRecord, filter: AlertFilter): boolean {
  return (
    isAmong(record, filter) &&
    isAtHost(record, filter) &&
    isEqual(record, filter) &&
    isWithin(record, filter) &&
    wordsOf(filter.q).every((word) => searchText(record).includes(word)) &&
    (filter.all ?? []).every((group) => group.some((one) => alertMatches(record, one))) &&
    !(filter.none ?? []).some((one) => alertMatches(record, one))
  )
}

function isAmong(record: AlertRecord, filter: AlertFilter): boolean {
  const { status, severity, kind, detector, technique, capture_source } = filter
  return (
    (status?.includes(record.status) ?? true) &&
    (severity?.includes(record.severity) ?? true) &&
    (kind?.includes(record.kind) ?? true) &&
    (detector?.some((name) => record.detectors.includes(name)) ?? true) &&
    (technique?.includes(record.technique?.id ?? '') ?? true) &&
    (capture_source?.includes(record.capture.source) ?? true)
  )
}

function isAtHost(record: AlertRecord, { source, target, host }: AlertFilter): boolean {
  const isOneOf = (end: string | null, names: readonly string[]) =>
    end !== null && names.some((name) => hostTest(name)(end, addressKey(end)))
  return (
    (!source || isOneOf(record.source, source)) &&
    (!target || isOneOf(record.target, target)) &&
    (!host || isOneOf(record.source, host) || isOneOf(record.target, host))
  )
}

function isEqual(record: AlertRecord, filter: AlertFilter): boolean {
  const { target_port, target_group, capture_name, model_version, group_key } = filter
  return (
    (target_port === undefined || record.target_port === target_port) &&
    (target_group === undefined || record.target_group === target_group) &&
    (capture_name === undefined || record.capture.name === capture_name) &&
    (model_version === undefined || record.model_version === model_version) &&
    (group_key === undefined || record.group_key === group_key) &&
    (filter.suppressed === undefined || (record.suppressed_by !== null) === filter.suppressed)
  )
}

function isWithin(record: AlertRecord, filter: AlertFilter): boolean {
  const { min_score, min_severity_score, min_confidence, min_count, from, to } = filter
  return (
    (min_score === undefined || record.score >= min_score) &&
    (min_severity_score === undefined || record.severity_score >= min_severity_score) &&
    (min_confidence === undefined || record.confidence >= min_confidence) &&
    (min_count === undefined || record.count >= min_count) &&
    (from === undefined || record.last_seen_epoch >= from) &&
    (to === undefined || record.first_seen_epoch <= to)
  )
}
