import type { AlertDetail } from 'step-3-persistence'
import { Link } from 'wouter'
import { problemOf } from '../api/api-error.ts'
import { formatMoment } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { severityLooks } from '../severity/severity-look.ts'
import { Icon } from '../ui/icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Value } from '../value/value.tsx'
import { HostPair } from './host-pair.tsx'
import { IncidentOfAlert } from './incident-of-alert.tsx'
import { StatusButtons } from './status-buttons.tsx'
import { StatusLabel } from './status-label.tsx'
import { useDecide } from './use-decide.ts'

/** The sentence, who and whom, and the decision. */
export function AlertHeading({ alert }: { alert: AlertDetail }) {
  const { decide, error } = useDecide()
  useShortcuts({
    e: () => void decide(alert, 'resolved'),
    s: () => void decide(alert, 'escalated'),
  })
  return (
    <header
      className={`rounded-card border border-l-4 border-line bg-surface p-4 shadow-card lg:p-5 ${severityLooks[alert.severity].edge}`}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SeverityBadge severity={alert.severity} />
        <StatusLabel status={alert.status} />
      </div>
      <h1 className="mt-2 text-xl leading-snug font-semibold tracking-tight">
        <bdi>{visibleText(alert.title)}</bdi>
      </h1>
      <p className="mt-1 text-sm text-ink-soft">
        <span className="text-ink">
          <HostPair alert={alert} />
        </span>
        {alert.target_port !== null && (
          <>
            {' port '}
            <Value field="port" value={String(alert.target_port)} />
          </>
        )}
        {' · last seen '}
        {formatMoment(alert.last_seen_epoch)}
      </p>
      {alert.suppressed_by === null && <IncidentOfAlert alertId={alert.alert_id} />}
      <div className="mt-4 flex flex-wrap gap-2">
        <StatusButtons status={alert.status} onDecide={(status) => void decide(alert, status)} />
        <Link
          href={suppressionOf(alert)}
          className="inline-flex min-h-8 items-center gap-1.5 rounded-md border border-line px-3 text-sm font-medium hover:border-line-strong hover:bg-sunken"
        >
          <Icon name="mute" /> Suppress …
        </Link>
      </div>
      {error && (
        <div className="mt-3">
          <ProblemNote title="Not changed" problem={problemOf(error)} />
        </div>
      )}
    </header>
  )
}

/** A rule for what is like this alert: its kind from its source; its preview says what that hides. */
function suppressionOf({ kind, source }: AlertDetail): string {
  return `/suppressions?${new URLSearchParams({ new: '1', kind, source })}`
}
