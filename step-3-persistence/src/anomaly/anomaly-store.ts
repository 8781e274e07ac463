import type { Severity } from 'step-2-capture'
import type { Thresholds } from '../alert/apply-thresholds.ts'
import type { Anomaly, AnomalySummary } from './anomaly.ts'

/** The seam of the record of everything that was judged, anomalous or not. */
export interface AnomalyStore {
  record(samples: readonly AnomalySample[], now: Date): Promise<void>
  list(query: AnomalyQuery): Promise<{ anomalies: Anomaly[]; total: number }>
  summarize(filter: AnomalyFilter): Promise<AnomalySummary>
  /** Applies the thresholds to what is on record. Alerts stay as they are. */
  judgeAgain(thresholds: Thresholds): Promise<void>
  /** Keeps the newest `countMax`; returns how many went. */
  prune(countMax: number): Promise<number>
}

export type AnomalySample = Omit<
  Anomaly,
  'anomaly_id' | 'alert_id' | 'revision' | 'family' | 'sensor'
> & {
  readonly sample_id: string
  /** Its severity before the thresholds, which only lower it. */
  readonly stated: Severity
}

export interface AnomalyFilter {
  readonly severity?: readonly Severity[] | undefined
  readonly is_anomaly?: boolean | undefined
  readonly kind?: readonly string[] | undefined
  readonly detector?: readonly string[] | undefined
  readonly source?: string | undefined
  readonly run_id?: string | undefined
  readonly alert_id?: string | undefined
  readonly capture_source?: readonly string[] | undefined
}

export interface AnomalyQuery {
  readonly filter: AnomalyFilter
  readonly limit: number
  readonly offset: number
}
