import { Link } from 'wouter'
import { useAlertList } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { formatMoment } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { OriginOfAlert } from '../run/origin-of-alert.tsx'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

const shownCount = 10

/** The gravest alerts in which the host is source or target. */
export function HostAlerts({ host }: { host: string }) {
  const { data, error } = useAlertList({ host, status: 'all', sort: 'severity' })
  const alerts = data?.pages[0]?.alerts ?? []
  const query = new URLSearchParams({ status: 'all', q: `host:${host}` })
  return (
    <Card
      title="Alerts"
      aside={
        <Link
          href={`/alerts?${query}`}
          className="inline-flex min-h-6 items-center rounded text-sm font-medium text-accent hover:underline"
        >
          In the inbox
        </Link>
      }
    >
      {error && <ProblemNote title="The alerts could not be read" problem={problemOf(error)} />}
      {data && alerts.length === 0 && <Empty title="No alert names it" />}
      <ul className="text-sm">
        {alerts.slice(0, shownCount).map((alert) => (
          <li
            key={alert.alert_id}
            className="flex flex-wrap items-center gap-x-3 border-t border-line py-1 first:border-t-0"
          >
            <SeverityBadge severity={alert.severity} />
            <Link
              href={`/alerts/${alert.alert_id}`}
              className="min-w-0 grow basis-60 rounded py-0.5 hover:text-accent hover:underline"
            >
              <bdi>{visibleText(alert.title)}</bdi>
            </Link>
            <span className="flex items-center gap-3 text-xs text-ink-soft">
              <OriginOfAlert capture={alert.capture} />
              {formatMoment(alert.last_seen_epoch)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
