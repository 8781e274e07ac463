import { isoTimeOfSeconds } from 'step-2-capture'
import type { Alert } from '../src/alert/alert.ts'
import type { AlertFilter } from '../src/alert/alert-filter.ts'
import type { AlertStore } from '../src/alert/alert-store.ts'
import type { Incident, IncidentDetail } from '../src/incident/incident.ts'
import { joinIncidents, spanKey } from '../src/incident/incident-spans.ts'
import {
  type IncidentFilter,
  type IncidentPage,
  type IncidentQuery,
  type IncidentStore,
  shownAlertCount,
} from '../src/incident/incident-store.ts'
import { summarize } from '../src/incident/incident-summary.ts'

const gravestFirst = {
  sort: 'severity',
  order: 'desc',
  limit: Number.MAX_SAFE_INTEGER,
} as const

/**
 * The incidents of the alerts of any store, derived anew by each question: the seam without a
 * database, for tests, and to compare the SQL store with. It knows no suppressions.
 */
export class MemoryIncidentStore implements IncidentStore {
  readonly #alerts: AlertStore

  constructor(alerts: AlertStore) {
    this.#alerts = alerts
  }

  async list({ filter, sort, limit, after }: IncidentQuery): Promise<IncidentPage> {
    const value = (one: Incident) =>
      sort === 'severity' ? one.severity_score : one.last_seen_epoch
    const found = (await this.#matching(filter)).sort(
      (a, b) => value(b) - value(a) || (a.incident_id < b.incident_id ? 1 : -1),
    )
    const rest = found.filter(
      (one) =>
        !after ||
        value(one) < after.value ||
        (value(one) === after.value && one.incident_id < after.alert_id),
    )
    const incidents = rest.slice(0, limit)
    const last = rest.length > limit ? incidents.at(-1) : undefined
    const next = last ? { value: value(last), alert_id: last.incident_id } : null
    return { total: found.length, incidents, next }
  }

  async get(id: string): Promise<IncidentDetail | undefined> {
    for (const [incident, members] of await this.#groups()) {
      if (members.some(({ alert_id }) => alert_id === id)) {
        return { ...incidentOf(incident, members), alerts: members.slice(0, shownAlertCount) }
      }
    }
    return undefined
  }

  async ids(filter: IncidentFilter, limit: number): Promise<readonly string[]> {
    const found = await this.#matching(filter)
    return found.slice(0, limit).map(({ incident_id }) => incident_id)
  }

  async alertIds(ids: readonly string[], limit: number): Promise<readonly string[]> {
    const groups = [...(await this.#groups()).values()]
    const meant = groups.filter((alerts) => alerts.some(({ alert_id }) => ids.includes(alert_id)))
    return meant
      .flat()
      .slice(0, limit)
      .map(({ alert_id }) => alert_id)
  }

  async #matching(filter: IncidentFilter): Promise<Incident[]> {
    const fitting = filter.alert ? await this.#idsOfAlerts(filter.alert) : undefined
    return [...(await this.#groups(filter.source))]
      .filter(([, members]) => !fitting || members.some(({ alert_id }) => fitting.has(alert_id)))
      .map(([id, members]) => incidentOf(id, members))
      .filter((one) => isMeant(one, filter))
  }

  async #idsOfAlerts(filter: AlertFilter): Promise<ReadonlySet<string>> {
    const { alerts } = await this.#alerts.list({ filter, ...gravestFirst })
    return new Set(alerts.map(({ alert_id }) => alert_id))
  }

  /** By incident its alerts, the gravest first. */
  async #groups(source?: readonly string[]): Promise<Map<string, Alert[]>> {
    const { alerts } = await this.#alerts.list({ filter: { source }, ...gravestFirst })
    const spans = alerts.map((one) => ({
      alertId: one.alert_id,
      key: spanKey(one.source, one.capture),
      first: one.first_seen_epoch,
      last: one.last_seen_epoch,
    }))
    const { incidents } = joinIncidents(spans, [])
    return Map.groupBy(alerts, ({ alert_id }) => incidents.get(alert_id) ?? '')
  }
}

function isMeant(one: Incident, filter: IncidentFilter): boolean {
  const { status, severity, capture_source, from, to } = filter
  return (
    (!status || status.includes(one.status)) &&
    (!severity || severity.includes(one.severity)) &&
    (!capture_source || capture_source.includes(one.capture.source)) &&
    (from === undefined || one.last_seen_epoch >= from) &&
    (to === undefined || one.first_seen_epoch <= to)
  )
}

function incidentOf(incident_id: string, members: readonly Alert[]): Incident {
  const [gravest] = members as [Alert] // An incident has an alert.
  const { status, severity, points, parts, kinds, ...counts } = summarize(
    members.map(({ kind, status, severity_score }) => ({
      kind,
      status,
      count: 1,
      points: severity_score,
    })),
  )
  const first = Math.min(...members.map(({ first_seen_epoch }) => first_seen_epoch))
  const last = Math.max(...members.map(({ last_seen_epoch }) => last_seen_epoch))
  return {
    incident_id,
    source: gravest.source,
    capture: gravest.capture,
    status,
    severity,
    severity_score: points,
    severity_parts: [...parts],
    title: gravest.title,
    kinds: [...kinds],
    alert_count: counts.alertCount,
    open_count: counts.openCount,
    first_seen: isoTimeOfSeconds(first),
    last_seen: isoTimeOfSeconds(last),
    first_seen_epoch: first,
    last_seen_epoch: last,
  }
}
