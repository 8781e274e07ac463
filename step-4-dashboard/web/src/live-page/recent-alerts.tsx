import { Link } from 'wouter'
import { useRecentAlerts } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { useServerProblems } from '../api/problem-queries.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { RecentAlert } from './recent-alert.tsx'

/** The newest alerts, as they come. */
export function RecentAlerts({ className = '' }: { className?: string }) {
  const { data: alerts, error } = useRecentAlerts()
  const hasProblems = useServerProblems().length > 0
  return (
    <Card
      title="Recent alerts"
      className={className}
      aside={
        <Link
          href="/alerts?view=alerts"
          className="inline-flex min-h-6 items-center rounded text-sm font-medium text-accent hover:underline"
        >
          All alerts
        </Link>
      }
    >
      {/* Of one height, however many alerts there are: those that come move nothing below. */}
      <ScrollRegion label="The newest alerts" className="-mx-2 h-96 overflow-y-auto px-2">
        {error && <ProblemNote title="Alerts could not be read" problem={problemOf(error)} />}
        {alerts?.length === 0 && (
          <Empty title={hasProblems ? 'No alert is stored' : 'No alerts'}>
            {hasProblems
              ? 'That does not mean that nothing happened: the server reports problems, see above.'
              : 'Nothing that was seen so far had to be reported.'}
          </Empty>
        )}
        {alerts && alerts.length > 0 && (
          <ul className="-mx-2 divide-y divide-line">
            {alerts.map((alert) => (
              <RecentAlert key={alert.alert_id} alert={alert} />
            ))}
          </ul>
        )}
      </ScrollRegion>
    </Card>
  )
}
