import type { Alert, Incident, IncidentDetail } from 'step-3-persistence'

/** A line of the list of incidents: one of them, an alert below it, or where the others are. */
export type IncidentListRow =
  | { readonly kind: 'incident'; readonly id: string; readonly incident: Incident }
  | {
      readonly kind: 'member'
      readonly id: string
      readonly incident: Incident
      readonly alert: Alert
    }
  | {
      readonly kind: 'rest'
      readonly id: string
      readonly incident: Incident
      /** Alerts of it that are not below it; undefined while they are read. */
      readonly count: number | undefined
    }

/**
 * The incidents as rows, each open one with its alerts below it.
 * @param details By the id of an open incident what is known of it; undefined while it is read
 */
export function incidentRows(
  incidents: readonly Incident[],
  details: ReadonlyMap<string, IncidentDetail | undefined>,
): IncidentListRow[] {
  return incidents.flatMap((incident): IncidentListRow[] => {
    const { incident_id: id } = incident
    const row = { kind: 'incident', id, incident } as const
    if (!details.has(id)) return [row]
    const detail = details.get(id)
    const members = (detail?.alerts ?? []).map(
      (alert) => ({ kind: 'member', id: `${id} ${alert.alert_id}`, incident, alert }) as const,
    )
    const count = detail && detail.alert_count - members.length
    const rest = { kind: 'rest', id: `${id} rest`, incident, count } as const
    return [row, ...members, ...(count === undefined || count > 0 ? [rest] : [])]
  })
}

/** The alerts of an incident in the list of alerts: those of its source in its capture, in its span. */
export function alertsHref({
  source,
  capture,
  first_seen_epoch,
  last_seen_epoch,
}: Incident): string {
  const query = new URLSearchParams({
    view: 'alerts',
    status: 'all',
    source,
    capture_name: capture.name,
    from: String(first_seen_epoch),
    to: String(last_seen_epoch),
  })
  return `/alerts?${query}`
}
