import type { Insertable, Selectable } from 'kysely'
import { severityRank } from 'step-2-capture'
import type { JudgedDetection } from '../alert/apply-thresholds.ts'
import type { Anomaly } from '../anomaly/anomaly.ts'
import type { AnomalySample } from '../anomaly/anomaly-store.ts'
import { severityOfRank, storable } from './alert-row.ts'
import type { AnomalyTable } from './database.ts'

export interface AnomalyPlace {
  readonly runId: string
  /** Wall clock in epoch seconds. */
  readonly epoch: number
  readonly alertId: string | null
}

export function detectionRow(
  { detection, severity, isAnomaly }: JudgedDetection,
  { runId, epoch, alertId }: AnomalyPlace,
): Insertable<AnomalyTable> {
  return {
    run_id: runId,
    detection_id: detection.detection_id,
    revision: detection.revision,
    alert_id: alertId,
    is_anomaly: isAnomaly ? 1 : 0,
    severity: severityRank(severity),
    stated: severityRank(detection.severity),
    score: detection.score,
    confidence: detection.confidence,
    detector: detection.detector,
    family: detection.family,
    kind: storable(detection.kind),
    source: storable(detection.source),
    target: detection.target === null ? null : storable(detection.target),
    title: storable(detection.title),
    seen: detection.last_seen,
    seen_epoch: detection.last_seen_epoch,
    sensor: storable(detection.sensor),
    capture_source: detection.capture.source,
    capture_name: storable(detection.capture.name),
    model_version: detection.model_version,
    raw_score: detection.raw_score,
    threshold: detection.threshold,
    recorded_epoch: epoch,
  }
}

export function sampleRow(sample: AnomalySample, epoch: number): Insertable<AnomalyTable> {
  const { sample_id, is_anomaly, severity, stated, timestamp, ...others } = sample
  const { timestamp_epoch, capture, ...rest } = others
  return {
    ...rest,
    detection_id: sample_id,
    revision: 1,
    alert_id: null,
    family: 'model',
    sensor: null,
    source: rest.source === null ? null : storable(rest.source),
    target: rest.target === null ? null : storable(rest.target),
    is_anomaly: is_anomaly ? 1 : 0,
    severity: severityRank(severity),
    stated: severityRank(stated),
    seen: timestamp,
    seen_epoch: timestamp_epoch,
    capture_source: capture?.source ?? null,
    capture_name: capture?.name ?? null,
    recorded_epoch: epoch,
  }
}

export function toAnomaly(row: Selectable<AnomalyTable>): Anomaly {
  const { capture_source, capture_name } = row
  return {
    anomaly_id: `${row.run_id}:${row.detection_id}`,
    run_id: row.run_id,
    revision: row.revision,
    alert_id: row.alert_id,
    is_anomaly: row.is_anomaly === 1,
    severity: severityOfRank(row.severity),
    score: row.score,
    confidence: row.confidence,
    detector: row.detector,
    // Only a detection's family is written, and the families of earlier rows.
    family: row.family as Anomaly['family'],
    kind: row.kind,
    source: row.source,
    target: row.target,
    title: row.title,
    timestamp: row.seen,
    timestamp_epoch: row.seen_epoch,
    sensor: row.sensor,
    capture:
      capture_source === null || capture_name === null
        ? null
        : { source: capture_source as 'live' | 'pcap' | 'simulate', name: capture_name },
    model_version: row.model_version,
    raw_score: row.raw_score,
    threshold: row.threshold,
  }
}
