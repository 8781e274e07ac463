import { Link } from 'wouter'
import { AlertLine } from '../alert/alert-line.tsx'
import { useAlertList } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { useTimeRange } from '../time/use-time-range.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

const shownCount = 10

/** The gravest alerts of the time in which the host is source or target. */
export function HostAlerts({ host }: { host: string }) {
  const [{ from, to }] = useTimeRange()
  const { data, error } = useAlertList({
    ...{ host, status: 'all', sort: 'severity' },
    ...(from !== undefined && { from: String(from) }),
    ...(to !== undefined && { to: String(to) }),
  })
  const alerts = data?.pages[0]?.alerts ?? []
  const query = new URLSearchParams({ view: 'alerts', status: 'all', q: `host:${host}` })
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
      {data && alerts.length === 0 && <Empty title="No alert of this time names it" />}
      <ul className="text-sm">
        {alerts.slice(0, shownCount).map((alert) => (
          <AlertLine key={alert.alert_id} alert={alert} hasOrigin />
        ))}
      </ul>
    </Card>
  )
}
