import { Link } from 'wouter'
import { useAlertDetail } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { visibleText } from '../format/visible-text.ts'
import { useTitle } from '../shell/use-title.ts'
import { Icon } from '../ui/icon.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { AlertBody } from './alert-body.tsx'

/** One alert: what happened, why it was flagged, what it rests on, and what people decided. */
export function AlertPage({ alertId }: { alertId: string }) {
  const { data: alert, error } = useAlertDetail(alertId)
  useTitle(alert ? visibleText(alert.title) : 'Alert')
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-3 lg:gap-4">
      <Link
        href="/alerts"
        className="inline-flex min-h-6 w-fit items-center gap-1.5 rounded text-sm font-medium text-ink-soft hover:text-ink"
      >
        <Icon name="back" /> All alerts
      </Link>
      {error && <ProblemNote title="The alert could not be read" problem={problemOf(error)} />}
      {!alert && !error && <p className="py-16 text-center text-ink-soft">Reading the alert …</p>}
      {alert && <AlertBody alert={alert} />}
    </div>
  )
}
