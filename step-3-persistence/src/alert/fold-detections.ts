import {
  type Detection,
  graver,
  type PacketReference,
  type Severity,
  severityRank,
} from 'step-2-capture'
import type { Alert, AlertHistoryEntry } from './alert.ts'
import type { JudgedDetection } from './apply-thresholds.ts'
import { alertIdOf, groupKey } from './group-key.ts'
import { scoreSeverity } from './severity-score.ts'

/** The 50 earliest and the 50 latest packets show how it began and where it stands: about 6 kB. */
export const evidenceCountMax = 100
/** More reasons than this explain nothing; 20 are about 2 kB. */
export const reasonCountMax = 20
/** Detectors that an alert names. */
export const detectorCountMax = 32

/** Where a detection stands among those of its group: the gravest, strangest, latest one leads. */
export interface Lead {
  readonly rank: number
  readonly score: number
  readonly lastSeen: number
  readonly detectionId: string
  readonly revision: number
}

export interface JoiningDetection extends JudgedDetection {
  /** Whether an earlier revision of it has joined the alert already. */
  readonly isUpdate: boolean
}

/** An alert as it is stored: what the API shows, and what the next merge needs. */
export interface AlertRecord extends Alert {
  readonly evidence: readonly PacketReference[]
  readonly lead: Lead
  readonly detected: Severity
}

export type HistoryDraft = Pick<AlertHistoryEntry, 'author' | 'action' | 'from' | 'to'>

export interface Fold {
  readonly record: AlertRecord
  readonly outcome: 'created' | 'reopened' | 'updated' | 'revised'
  readonly history: readonly HistoryDraft[]
}

export interface FoldOptions {
  readonly now: Date
  /** What decisions on other alerts change of the severity; nothing by default. */
  readonly secondStage?: ((record: AlertRecord) => AlertRecord) | undefined
}

/**
 * Joins detections of one group to its alert, or makes the alert. Apart from the history and the
 * packets of earlier revisions the result depends neither on the order nor on the batches in which
 * they come. New detections reopen a resolved alert, because the matter goes on; a false positive
 * stays one, and only counts. An update does what a new detection does if it makes the alert
 * graver; otherwise it changes what the alert says, without a message.
 */
export function foldDetections(
  before: AlertRecord | undefined,
  joining: readonly JoiningDetection[],
  { now, secondStage = (record) => record }: FoldOptions,
): Fold {
  let joined = before
  for (const one of joining) joined = join(joined, one, now)
  if (!joined) throw new RangeError('there is no detection to fold')
  let record = secondStage(joined)
  if (!before) {
    const created = {
      author: 'system',
      action: 'created',
      from: null,
      to: record.severity,
    } as const
    return { record, outcome: 'created', history: [created] }
  }
  const history: HistoryDraft[] = []
  const isGraver = severityRank(record.severity) > severityRank(before.severity)
  const isNews = isGraver || joining.some(({ isUpdate }) => !isUpdate)
  const isReopened = isNews && before.status === 'resolved'
  if (isReopened) {
    record = { ...record, status: 'new' }
    history.push({ author: 'system', action: 'reopened', from: 'resolved', to: 'new' })
  }
  if (record.severity !== before.severity) {
    const change = { from: before.severity, to: record.severity }
    history.push({ author: 'system', action: 'severity', ...change })
  }
  const outcome = isReopened ? 'reopened' : isNews ? 'updated' : 'revised'
  return { record, outcome, history }
}

function join(
  before: AlertRecord | undefined,
  { detection, severity, isUpdate }: JoiningDetection,
  now: Date,
): AlertRecord {
  const record = before ?? blankRecord(detection, severity, now)
  const lead = leadOf(detection, severity)
  const detectors = union(record.detectors, detection.detector)
  const detected = graver(severity, record.detected)
  const score = Math.max(record.score, detection.score)
  const confidence = Math.max(record.confidence, detection.confidence)
  // An alert that was forgotten starts again with what is known of it now.
  const count = Math.max(1, record.count + (isUpdate ? 0 : 1))
  const { points, parts, ...scored } = scoreSeverity({
    detected,
    score,
    confidence,
    count,
    detectorCount: detectors.length,
  })
  return {
    ...record,
    ...(leads(lead, record.lead) ? { ...statementOf(detection), lead } : {}),
    ...earlier(record, detection),
    ...later(record, detection),
    severity: scored.severity,
    severity_score: points,
    severity_parts: [...parts],
    detected,
    score,
    confidence,
    detectors,
    count,
    evidence: mergeEvidence(record.evidence, detection.evidence),
    updated_at: now.toISOString(),
  }
}

function blankRecord(detection: Detection, severity: Severity, now: Date): AlertRecord {
  const { kind, source, target_group, capture } = detection
  const group_key = groupKey(detection)
  return {
    alert_id: alertIdOf(group_key),
    group_key,
    status: 'new',
    kind,
    source,
    target_group,
    capture: { source: capture.source, name: capture.name },
    ...statementOf(detection),
    lead: leadOf(detection, severity),
    first_seen: detection.first_seen,
    first_seen_epoch: detection.first_seen_epoch,
    last_seen: detection.last_seen,
    last_seen_epoch: detection.last_seen_epoch,
    detected: severity,
    severity,
    severity_score: 0,
    severity_parts: [],
    score: 0,
    confidence: 0,
    detectors: [],
    count: 0,
    evidence: [],
    suppressed_by: null,
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  }
}

/** What an alert takes over from its leading detection. */
function statementOf(detection: Detection) {
  const { title, technique, recommendation, target, target_port } = detection
  const { model_version, raw_score, threshold, community_id, family, sensor } = detection
  const reasons = detection.reasons.slice(0, reasonCountMax)
  const model = { model_version, raw_score, threshold }
  const where = { target, target_port, community_id, sensor }
  return { title, technique, recommendation, reasons, family, ...where, ...model }
}

function leadOf(detection: Detection, severity: Severity): Lead {
  return {
    rank: severityRank(severity),
    score: detection.score,
    lastSeen: detection.last_seen_epoch,
    detectionId: detection.detection_id,
    revision: detection.revision,
  }
}

/** A total order, so that the same detections always have the same leader. */
function leads(one: Lead, other: Lead): boolean {
  if (one.rank !== other.rank) return one.rank > other.rank
  if (one.score !== other.score) return one.score > other.score
  if (one.lastSeen !== other.lastSeen) return one.lastSeen > other.lastSeen
  if (one.detectionId !== other.detectionId) return one.detectionId > other.detectionId
  return one.revision > other.revision
}

function earlier(record: AlertRecord, { first_seen, first_seen_epoch }: Detection) {
  return first_seen_epoch < record.first_seen_epoch ? { first_seen, first_seen_epoch } : {}
}

function later(record: AlertRecord, { last_seen, last_seen_epoch }: Detection) {
  return last_seen_epoch > record.last_seen_epoch ? { last_seen, last_seen_epoch } : {}
}

function union(names: readonly string[], name: string): string[] {
  if (names.includes(name)) return [...names]
  return [...names, name].sort().slice(0, detectorCountMax)
}

/** Keeps the earliest and the latest; both ends of a union only depend on what was joined. */
function mergeEvidence(kept: readonly PacketReference[], added: readonly PacketReference[]) {
  if (added.length === 0) return kept
  const byPacket = new Map([...kept, ...added].map((one) => [`${one.time}|${one.index}`, one]))
  const sorted = [...byPacket.values()].sort((a, b) => a.time - b.time || a.index - b.index)
  if (sorted.length <= evidenceCountMax) return sorted
  const half = evidenceCountMax / 2
  return [...sorted.slice(0, half), ...sorted.slice(-half)]
}
