import { Link, useLocation } from 'wouter'
import { useAlertDetail } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { visibleText } from '../format/visible-text.ts'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { useTitle } from '../shell/use-title.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Key } from '../ui/key.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { AlertBody } from './alert-body.tsx'
import { type Neighbours, useNeighbours } from './use-neighbours.ts'

/** One alert: what happened, what to do, why it was flagged, what it rests on, and what was decided. */
export function AlertPage({ alertId }: { alertId: string }) {
  const { data: alert, error } = useAlertDetail(alertId)
  const neighbours = useNeighbours(alertId)
  useTitle(alert ? visibleText(alert.title) : 'Alert')
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-3 lg:gap-4">
      <WayThrough neighbours={neighbours} />
      {error && <ProblemNote title="The alert could not be read" problem={problemOf(error)} />}
      {!alert && !error && <p className="py-16 text-center text-ink-soft">Reading the alert …</p>}
      {alert && <AlertBody alert={alert} />}
    </div>
  )
}

/** Back to the list as it was, and on to the alerts beside this one. */
function WayThrough({ neighbours: { previous, next, list, place } }: { neighbours: Neighbours }) {
  const [, navigate] = useLocation()
  const go = (address: string | undefined) => {
    if (address !== undefined) navigate(address)
  }
  useShortcuts({ j: () => go(next), k: () => go(previous) })
  return (
    <nav aria-label="Alerts" className="flex flex-wrap items-center justify-between gap-2">
      <Link
        href={list}
        className="inline-flex min-h-6 w-fit items-center gap-1.5 rounded text-sm font-medium text-ink-soft hover:text-ink"
      >
        <Icon name="back" /> All alerts
      </Link>
      <div className="flex items-center gap-2 text-sm text-ink-soft">
        {place}
        <Button disabled={previous === undefined} onClick={() => go(previous)}>
          Previous <Key>k</Key>
        </Button>
        <Button disabled={next === undefined} onClick={() => go(next)}>
          Next <Key>j</Key>
        </Button>
      </div>
    </nav>
  )
}
