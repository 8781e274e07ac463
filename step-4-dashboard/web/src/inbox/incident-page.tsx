import { useQuery } from '@tanstack/react-query'
import type { AlertStatus, IncidentDetail } from 'step-3-persistence'
import { Link } from 'wouter'
import { Advice } from '../alert/advice.tsx'
import { AlertLine } from '../alert/alert-line.tsx'
import { StatusButtons } from '../alert/status-buttons.tsx'
import { StatusLabel } from '../alert/status-label.tsx'
import { problemOf } from '../api/api-error.ts'
import { incidentQuery } from '../api/incident-queries.ts'
import { formatMoment, formatSpan } from '../format/moment.ts'
import { counted, formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { OriginOfAlert } from '../run/origin-of-alert.tsx'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { severityLooks } from '../severity/severity-look.ts'
import { useTitle } from '../shell/use-title.ts'
import { Card } from '../ui/card.tsx'
import { Icon } from '../ui/icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Value } from '../value/value.tsx'
import { alertsHref } from './incident-rows.ts'
import { useBulkDecide } from './use-bulk-decide.ts'

/** One incident: its gravest sentence, who, how grave and why, a decision about all of it, what to do, its alerts. */
export function IncidentPage({ incidentId }: { incidentId: string }) {
  const { data: incident, error } = useQuery(incidentQuery(incidentId))
  useTitle(incident ? `Incident: ${visibleText(incident.title)}` : 'Incident')
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-3 lg:gap-4">
      <Link
        href="/alerts"
        className="inline-flex min-h-6 w-fit items-center gap-1.5 rounded text-sm font-medium text-ink-soft hover:text-ink"
      >
        <Icon name="back" /> All incidents
      </Link>
      {error && <ProblemNote title="The incident could not be read" problem={problemOf(error)} />}
      {!incident && !error && (
        <p className="py-16 text-center text-ink-soft">Reading the incident …</p>
      )}
      {incident && (
        <>
          <Heading incident={incident} />
          {incident.alerts[0] && <Advice alert={incident.alerts[0]} />}
          <Members incident={incident} />
        </>
      )}
    </div>
  )
}

function Heading({ incident }: { incident: IncidentDetail }) {
  const { incident_id, severity, severity_score, severity_parts, status, title } = incident
  const { source, capture, kinds, first_seen_epoch, last_seen_epoch } = incident
  const bulk = useBulkDecide()
  const decide = (to: AlertStatus) => {
    const target = { of: 'incidents', kind: 'ids', ids: [incident_id] } as const
    if (to !== status) bulk.mutate({ target, status: to })
  }
  useShortcuts({ e: () => decide('resolved'), s: () => decide('escalated') })
  return (
    <header
      className={`rounded-card border border-l-4 border-line bg-surface p-4 shadow-card lg:p-5 ${severityLooks[severity].edge}`}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SeverityBadge severity={severity} />
        <StatusLabel status={status} />
      </div>
      <h1 className="mt-2 text-xl leading-snug font-semibold tracking-tight">
        <bdi>{visibleText(title)}</bdi>
      </h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
        <Value field="source" value={source} />
        <OriginOfAlert capture={capture} />
        <span>
          {formatMoment(first_seen_epoch)}, over {formatSpan(last_seen_epoch - first_seen_epoch)}
        </span>
        {kinds.map((kind) => (
          <Value key={kind} field="kind" value={kind}>
            {visibleText(kind.replaceAll('_', ' '))}
          </Value>
        ))}
      </p>
      <p className="mt-1 text-sm text-ink-soft">
        {severity_score} of 100 points:{' '}
        {severity_parts
          .map(({ part, points }) => `${points} ${partWords[part] ?? part}`)
          .join(', ')}
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        <StatusButtons status={status} onDecide={decide} />
      </div>
      {bulk.error && (
        <div className="mt-3">
          <ProblemNote title="Not changed" problem={problemOf(bulk.error)} />
        </div>
      )}
    </header>
  )
}

const partWords: Readonly<Record<string, string>> = {
  gravest: 'of the gravest alert',
  kinds: 'for further kinds of alerts',
}

function Members({ incident }: { incident: IncidentDetail }) {
  const { alerts, alert_count, open_count } = incident
  return (
    <Card
      title={`${counted(alert_count, 'alert')}, ${formatCount(open_count)} open`}
      aside={
        <Link
          href={alertsHref(incident)}
          className="inline-flex min-h-6 items-center rounded text-sm font-medium text-accent hover:underline"
        >
          As a list
        </Link>
      }
    >
      <ul className="text-sm">
        {alerts.map((alert) => (
          <AlertLine key={alert.alert_id} alert={alert} />
        ))}
      </ul>
      {alerts.length < alert_count && (
        <p className="pt-2 text-sm text-ink-soft">
          The {formatCount(alerts.length)} gravest are shown; the list has all of them.
        </p>
      )}
    </Card>
  )
}
