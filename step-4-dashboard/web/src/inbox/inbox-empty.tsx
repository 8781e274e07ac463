import { Link, useSearchParams } from 'wouter'
import { type AlertFilter, filterCount } from '../api/alert-filter.ts'
import { useServerProblems } from '../api/problem-queries.ts'
import { formatCount } from '../format/quantity.ts'
import { Empty } from '../ui/empty.tsx'
import { type InboxView, withoutFilters } from './inbox-view.ts'

export interface InboxEmptyProps {
  readonly view: InboxView
  readonly filter: AlertFilter
  /** How many there are without a filter. */
  readonly all: number | undefined
}

/** Why the list is empty, and the way to where something is. */
export function InboxEmpty({ view, filter, all }: InboxEmptyProps) {
  const [search] = useSearchParams()
  const hasProblems = useServerProblems().length > 0
  const count = filterCount(filter)
  const one = view === 'alerts' ? 'alert' : 'incident'
  return (
    <div className="rounded-card border border-line bg-surface py-6">
      {all === 0 && hasProblems && (
        <Empty title={`No ${one} is stored`}>
          That does not mean that nothing happened: the server reports problems, see above.
        </Empty>
      )}
      {all === 0 && !hasProblems && (
        <Empty title={`No ${view} yet`}>
          Nothing was found so far. <WayTo href="/">Start a capture</WayTo> or replay a sample.
        </Empty>
      )}
      {all !== undefined && all > 0 && count > 0 && (
        <Empty title={`0 of ${formatCount(all)} ${view} match`}>
          <WayTo href={withoutFilters(search)}>
            Clear {count === 1 ? 'the filter' : `${count} filters`}
          </WayTo>
        </Empty>
      )}
      {all !== undefined && all > 0 && count === 0 && (
        <Empty title={`Inbox zero: every ${one} is decided`}>
          <WayTo href={withoutFilters(search, { status: 'all' })}>
            Show the {formatCount(all)} decided ones
          </WayTo>
        </Empty>
      )}
    </div>
  )
}

function WayTo({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Link href={href} className="rounded font-medium text-accent underline">
      {children}
    </Link>
  )
}
