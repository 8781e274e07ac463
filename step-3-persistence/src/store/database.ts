import type { Generated } from 'kysely'

/** One row a group. Narrow, because filters and counts scan it; what is wide lies in `alert_body`. */
export interface AlertTable {
  alert_id: string
  group_key: string
  status: string
  /** 0 (info) to 4 (critical). */
  severity: number
  severity_score: number
  detected: number
  score: number
  confidence: number
  /** A JSON array of names. */
  detectors: string
  kind: string
  source: string
  /** The address as 32 hex digits, so that a CIDR block is a range; null for other names. */
  source_key: string | null
  target: string | null
  target_key: string | null
  target_port: number | null
  target_group: string
  technique_id: string | null
  count: number
  first_seen: string
  last_seen: string
  first_seen_epoch: number
  last_seen_epoch: number
  title: string
  capture_source: string
  capture_name: string
  model_version: string | null
  created_epoch: number
  updated_epoch: number
  note_count: number
  history_count: number
  /** The rule that hides it. */
  suppressed_by: Generated<string | null>
  /** What the words of a search are looked for in, in lower case. */
  search_text: string
  incident_id: Generated<string | null>
}

/** How many alerts have these values; triggers keep it in step. Rows may count none. */
export interface AlertTallyTable
  extends Pick<
    AlertTable,
    | 'severity'
    | 'status'
    | 'kind'
    | 'technique_id'
    | 'capture_source'
    | 'capture_name'
    | 'suppressed_by'
  > {
  count: number
}

/** What the alerts of an incident are as a whole; it follows from them. */
export interface IncidentTable {
  incident_id: string
  source: string
  source_key: string | null
  capture_source: string
  capture_name: string
  first_seen_epoch: number
  last_seen_epoch: number
  status: string
  severity: number
  severity_score: number
  /** JSON. */
  severity_parts: string
  kinds: string
  /** Alerts that no rule hides; with none of them the incident is not shown. */
  alert_count: number
  open_count: number
}

/** JSON of the wide parts, read only for the rows of a page. */
export interface AlertBodyTable {
  alert_id: string
  statement: string
  evidence: string
}

export interface AlertNoteTable {
  alert_id: string
  sequence: number
  epoch: number
  author: string
  text: string
}

export interface AlertHistoryTable {
  alert_id: string
  sequence: number
  epoch: number
  author: string
  action: string
  from: string | null
  to: string | null
}

/** Every judged statement, alert or not. Its key is what makes a merge repeatable. */
export interface AnomalyTable {
  run_id: string
  detection_id: string
  /** The highest that came. */
  revision: number
  alert_id: string | null
  is_anomaly: number
  severity: number
  /** What the detector said, before the thresholds bounded it. */
  stated: number
  score: number
  confidence: number | null
  detector: string
  family: string
  kind: string
  source: string | null
  target: string | null
  title: string
  seen: string
  seen_epoch: number
  /** Null for a sample, and for what earlier versions recorded. */
  sensor: string | null
  capture_source: string | null
  capture_name: string | null
  model_version: string | null
  raw_score: number | null
  threshold: number | null
  recorded_epoch: number
}

/** Configuration as JSON, one row a topic. */
export interface SettingTable {
  name: string
  value: string
  updated_epoch: number
}

/** A notification for one channel. */
export interface DeliveryTable {
  delivery_id: string
  channel: string
  state: string
  attempts: number
  next_epoch: number
  error: string | null
  alert_id: string | null
  title: string
  notification: string
  created_epoch: number
  updated_epoch: number
}

/** A rule that hides alerts. */
export interface SuppressionTable {
  suppression_id: string
  rule: string
  reason: string
  author: string
  created_epoch: number
  expires_epoch: number | null
  hits: number
  last_hit_epoch: number | null
  /** 0 until all is hidden that was stored before it. */
  is_applied: Generated<number>
}

/** A run of a capture, a file or a simulation, as JSON. */
export interface RunTable {
  run_id: string
  run: string
}

/** A feed of threat intelligence, as JSON, and which generation of its indicators is in force. */
export interface FeedTable {
  name: string
  generation: number
  feed: string
}

export interface IndicatorTable {
  feed: string
  generation: number
  type: string
  value: string
  threat_type: string
  confidence: number
  description: string
  first_seen: string | null
}

/** The tables, for either engine: text, integers, doubles, and nothing that only one of them has. */
export interface Database {
  alert: AlertTable
  alert_tally: AlertTallyTable
  incident: IncidentTable
  alert_body: AlertBodyTable
  alert_note: AlertNoteTable
  alert_history: AlertHistoryTable
  anomaly: AnomalyTable
  setting: SettingTable
  delivery: DeliveryTable
  suppression: SuppressionTable
  run: RunTable
  feed: FeedTable
  indicator: IndicatorTable
}
