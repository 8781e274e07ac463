import type { Incident } from 'step-3-persistence'
import { Link } from 'wouter'
import { StatusLabel } from '../alert/status-label.tsx'
import { formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { OriginOfAlert } from '../run/origin-of-alert.tsx'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { Value } from '../value/value.tsx'
import type { InboxColumn } from './inbox-row.tsx'
import { Seen } from './seen.tsx'

/** Names of kinds in a row; the others are counted. */
const shownKindCount = 3

/** The columns after the box that selects; the sentence has most of the width. */
export const incidentColumns = {
  severity: { name: 'Severity', sort: 'severity', look: 'max-lg:order-1' },
  sentence: { name: 'Incident', look: 'max-lg:order-3 max-lg:w-full min-w-0' },
  count: { name: 'Alerts', look: 'max-lg:order-4 text-sm max-lg:text-xs' },
  seen: {
    name: 'Last seen',
    sort: 'last_seen',
    look: 'max-lg:order-5 text-sm max-lg:text-xs',
  },
  status: { name: 'Status', look: 'max-lg:order-2 max-lg:ml-auto' },
} as const satisfies Readonly<Record<string, InboxColumn>>

export interface IncidentCellsProps {
  readonly incident: Incident
  readonly isOpen: boolean
  readonly onToggle: () => void
}

export function incidentCells({ incident, isOpen, onToggle }: IncidentCellsProps) {
  const { severity, severity_score, alert_count, open_count, status } = incident
  return [
    {
      column: incidentColumns.severity,
      content: (
        <span title={`${severity_score} of 100 points`}>
          <SeverityBadge severity={severity} />
        </span>
      ),
    },
    {
      column: incidentColumns.sentence,
      content: <Sentence {...{ incident, isOpen, onToggle }} />,
    },
    {
      column: incidentColumns.count,
      content: (
        <>
          {formatCount(alert_count)}
          <span className="lg:hidden"> {alert_count === 1 ? 'alert' : 'alerts'}</span>
          {open_count < alert_count && (
            <span className="text-xs text-ink-soft lg:block"> {formatCount(open_count)} open</span>
          )}
        </>
      ),
    },
    { column: incidentColumns.seen, content: <Seen {...incident} /> },
    { column: incidentColumns.status, content: <StatusLabel status={status} /> },
  ]
}

/** The sentence of its gravest alert, which opens it, and under it who, where, and of which kinds. */
function Sentence({ incident, isOpen, onToggle }: IncidentCellsProps) {
  const { title, source, capture, kinds, alert_count } = incident
  const shown = kinds.slice(0, shownKindCount)
  return (
    <>
      <button
        type="button"
        data-row-link=""
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex min-h-6 max-w-full items-start gap-1.5 rounded py-0.5 text-left font-medium hover:text-accent"
      >
        <Icon name={isOpen ? 'down' : 'right'} className="mt-1 size-3.5 shrink-0" />
        <span className="line-clamp-2">
          <bdi>{visibleText(title)}</bdi>
          {alert_count > 1 && (
            <span className="font-normal text-ink-soft">
              {' '}
              and {formatCount(alert_count - 1)} more
            </span>
          )}
        </span>
      </button>
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 pl-5 text-xs text-ink-soft">
        <Value field="source" value={source} />
        <OriginOfAlert capture={capture} />
        {shown.map((kind) => (
          <Value key={kind} field="kind" value={kind}>
            {visibleText(kind.replaceAll('_', ' '))}
          </Value>
        ))}
        {kinds.length > shown.length && <span>+{kinds.length - shown.length} more</span>}
        <Link
          href={`/incidents/${incident.incident_id}`}
          className="inline-flex min-h-6 items-center rounded underline hover:text-accent"
        >
          As a page
        </Link>
      </p>
    </>
  )
}
