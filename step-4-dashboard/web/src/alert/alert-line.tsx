import type { Alert } from 'step-3-persistence'
import { Link } from 'wouter'
import { formatMoment } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { OriginOfAlert } from '../run/origin-of-alert.tsx'
import { SeverityBadge } from '../severity/severity-badge.tsx'

/** An alert in a short list beside something else: how grave, the sentence that leads to it, when. */
export function AlertLine({ alert, hasOrigin = false }: { alert: Alert; hasOrigin?: boolean }) {
  const { alert_id, severity, title, capture, last_seen_epoch } = alert
  return (
    <li className="flex flex-wrap items-center gap-x-3 border-t border-line py-1 first:border-t-0">
      <span className="w-24 shrink-0">
        <SeverityBadge severity={severity} />
      </span>
      <Link
        href={`/alerts/${alert_id}`}
        className="min-w-0 grow basis-60 rounded py-0.5 hover:text-accent hover:underline"
      >
        <bdi>{visibleText(title)}</bdi>
      </Link>
      <span className="flex items-center gap-3 text-xs text-ink-soft">
        {hasOrigin && <OriginOfAlert capture={capture} />}
        {formatMoment(last_seen_epoch)}
      </span>
    </li>
  )
}
