import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { incidentQuery } from '../api/incident-queries.ts'
import { counted } from '../format/quantity.ts'

/** The incident that the alert is part of; an alert that a rule hides counts for none. */
export function IncidentOfAlert({ alertId }: { alertId: string }) {
  const { data: incident } = useQuery(incidentQuery(alertId))
  if (!incident) return null
  const { incident_id, alert_count, kinds } = incident
  const others = alert_count - 1
  return (
    <p className="mt-1 text-sm text-ink-soft">
      Part of an{' '}
      <Link
        href={`/incidents/${incident_id}`}
        className="rounded font-medium text-accent underline underline-offset-3"
      >
        incident
      </Link>{' '}
      {others === 0
        ? 'of which it is the only alert'
        : `with ${counted(others, 'more alert')}, ${counted(kinds.length, 'kind')} in all`}
    </p>
  )
}
