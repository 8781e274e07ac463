import type { Alert } from 'step-3-persistence'
import { Link } from 'wouter'
import { formatMoment } from '../format/moment.ts'
import { formatCount, formatShare } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { OriginOfAlert } from '../run/origin-of-alert.tsx'
import { SeverityBadge } from '../severity/severity-badge.tsx'

/** What happened, how sure that is, and what to do: one alert in three lines. */
export function RecentAlert({ alert }: { alert: Alert }) {
  return (
    <li className="rounded-md px-2 py-2.5 hover:bg-sunken">
      <div className="flex items-start gap-3">
        <span className="w-24 shrink-0 pt-0.5">
          <SeverityBadge severity={alert.severity} />
        </span>
        <div className="min-w-0 grow">
          <Link
            href={`/alerts/${alert.alert_id}`}
            className="rounded font-medium hover:text-accent hover:underline"
          >
            <bdi>{visibleText(alert.title)}</bdi>
          </Link>
          <p className="mt-0.5 line-clamp-2 text-sm text-ink-soft">
            {visibleText(alert.recommendation)}
          </p>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-ink-soft">
            <OriginOfAlert capture={alert.capture} />
            {formatShare(alert.confidence)} sure · {formatCount(alert.count)}× ·{' '}
            {formatMoment(alert.last_seen_epoch)}
          </p>
        </div>
      </div>
    </li>
  )
}
