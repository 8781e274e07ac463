import type { Alert } from 'step-3-persistence'
import { Link } from 'wouter'
import { StatusLabel } from '../alert/status-label.tsx'
import { counted, formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { Value } from '../value/value.tsx'
import { incidentColumns } from './incident-columns.tsx'
import { alertsHref, type IncidentListRow } from './incident-rows.ts'
import { Seen } from './seen.tsx'

/** An alert below its incident, which stands a little to the right. */
export function memberCells(alert: Alert, address: string) {
  const { severity, title, target, kind, count, status } = alert
  return [
    { column: incidentColumns.severity, content: <SeverityBadge severity={severity} /> },
    {
      column: incidentColumns.sentence,
      content: (
        <div className="border-l-2 border-line-strong pl-4">
          <Link
            href={address}
            data-row-link=""
            className="line-clamp-2 rounded py-0.5 hover:text-accent hover:underline"
          >
            <bdi>{visibleText(title)}</bdi>
          </Link>
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-soft lg:max-h-6 lg:overflow-hidden">
            {target !== null && <Value field="target" value={target} />}
            <Value field="kind" value={kind}>
              {visibleText(kind.replaceAll('_', ' '))}
            </Value>
          </p>
        </div>
      ),
    },
    {
      column: incidentColumns.count,
      content: <span className="text-xs text-ink-soft">{counted(count, 'detection')}</span>,
    },
    { column: incidentColumns.seen, content: <Seen {...alert} /> },
    { column: incidentColumns.status, content: <StatusLabel status={status} /> },
  ]
}

/** Below the alerts that are shown: that they are read, or where the others are. */
export function restCells({ incident, count }: Extract<IncidentListRow, { kind: 'rest' }>) {
  const content = (
    <div className="border-l-2 border-line-strong pl-4 text-sm">
      {count === undefined ? (
        <p className="text-ink-soft">Reading its alerts …</p>
      ) : (
        <Link
          href={alertsHref(incident)}
          data-row-link=""
          className="rounded font-medium text-accent hover:underline"
        >
          {formatCount(count)} more: all its alerts as a list
        </Link>
      )}
    </div>
  )
  return [
    { column: { ...incidentColumns.severity, look: 'max-lg:hidden' }, content: null },
    { column: incidentColumns.sentence, content },
  ]
}
