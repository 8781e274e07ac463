import type { Severity } from 'step-2-capture'
import type { Alert, AlertStatus } from './alert.ts'

/** Which alerts are meant; what is left out does not limit. */
export interface AlertFilter {
  readonly status?: readonly AlertStatus[] | undefined
  readonly severity?: readonly Severity[] | undefined
  readonly kind?: readonly string[] | undefined
  readonly detector?: readonly string[] | undefined
  /** Addresses or CIDR blocks, for example `10.0.0.0/8`. */
  readonly source?: readonly string[] | undefined
  readonly target?: readonly string[] | undefined
  /** Source or target: either end of it. */
  readonly host?: readonly string[] | undefined
  readonly target_port?: number | undefined
  readonly target_group?: string | undefined
  readonly technique?: readonly string[] | undefined
  readonly capture_source?: readonly Alert['capture']['source'][] | undefined
  readonly capture_name?: string | undefined
  readonly model_version?: string | undefined
  readonly group_key?: string | undefined
  readonly min_score?: number | undefined
  /** 0 to 100 points. */
  readonly min_severity_score?: number | undefined
  readonly min_confidence?: number | undefined
  readonly min_count?: number | undefined
  /** Whether a rule hides it; both kinds when it is left out. */
  readonly suppressed?: boolean | undefined
  /** Words that all occur in the title, hosts, kind, technique or capture, whatever their case. */
  readonly q?: string | undefined
  /** Traffic time in epoch seconds: alerts that were seen at some moment of it. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Of each group at least one of its filters fits as well; the groups come from a search text. */
  readonly all?: readonly (readonly AlertFilter[])[] | undefined
  /** No alert that one of these fits. */
  readonly none?: readonly AlertFilter[] | undefined
}

/** What a list can be sorted by. A name from outside is only ever looked up here. */
export const alertSorts = [
  'last_seen',
  'first_seen',
  'severity',
  'score',
  'confidence',
  'count',
  'created_at',
  'updated_at',
] as const
export type AlertSort = (typeof alertSorts)[number]

export interface AlertQuery {
  readonly filter: AlertFilter
  readonly sort: AlertSort
  readonly order: 'asc' | 'desc'
  readonly limit: number
  /** Where the last page ended; the first page without it. */
  readonly after?: PagePosition | undefined
}

/** A place between two rows of a sorted list: it stays where it is when rows come and go. */
export interface PagePosition {
  readonly value: number
  readonly alert_id: string
}
