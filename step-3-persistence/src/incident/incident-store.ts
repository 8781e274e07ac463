import type { Severity } from 'step-2-capture'
import type { Alert, AlertStatus } from '../alert/alert.ts'
import type { AlertFilter, PagePosition } from '../alert/alert-filter.ts'
import type { Incident, IncidentDetail } from './incident.ts'

/** Alerts that an incident shows; a decision is about all of them. */
export const shownAlertCount = 100

/** Which incidents are meant; what is left out does not limit. */
export interface IncidentFilter {
  readonly status?: readonly AlertStatus[] | undefined
  readonly severity?: readonly Severity[] | undefined
  /** Addresses, CIDR blocks, or other names of a source. */
  readonly source?: readonly string[] | undefined
  readonly capture_source?: readonly Alert['capture']['source'][] | undefined
  /** Traffic time in epoch seconds: incidents that were seen at some moment of it. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** One of its alerts fits this; a rule may hide it, unless the filter says otherwise. */
  readonly alert?: AlertFilter | undefined
}

export interface IncidentQuery {
  readonly filter: IncidentFilter
  /** The gravest or the latest first. */
  readonly sort: 'severity' | 'last_seen'
  readonly limit: number
  readonly after?: PagePosition | undefined
}

export interface IncidentPage {
  readonly total: number
  readonly incidents: readonly Incident[]
  readonly next: PagePosition | null
}

/** Incidents follow from alerts: every change of alerts changes them in the same transaction. */
export interface IncidentStore {
  /** Those with an alert that no rule hides. */
  list(query: IncidentQuery): Promise<IncidentPage>
  /** With its gravest alerts. @param id Of the incident, or of any of its alerts. */
  get(id: string): Promise<IncidentDetail | undefined>
  /** The ids of those that `list` would give, up to `limit`. */
  ids(filter: IncidentFilter, limit: number): Promise<readonly string[]>
  /** The ids of all of their alerts that no rule hides, up to `limit`. @param ids Of incidents, or of any of their alerts. */
  alertIds(ids: readonly string[], limit: number): Promise<readonly string[]>
}
