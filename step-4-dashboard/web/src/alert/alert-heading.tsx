import type { AlertDetail } from 'step-3-persistence'
import { problemOf } from '../api/api-error.ts'
import { formatMoment } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { severityLooks } from '../severity/severity-look.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { HostPair } from './host-pair.tsx'
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
        {alert.target_port !== null && ` port ${alert.target_port}`}
        {' · last seen '}
        {formatMoment(alert.last_seen_epoch)}
      </p>
      <StatusButtons status={alert.status} onDecide={(status) => void decide(alert, status)} />
      {error && (
        <div className="mt-3">
          <ProblemNote title="Not changed" problem={problemOf(error)} />
        </div>
      )}
    </header>
  )
}
