import { Link } from 'wouter'
import { type AlertFilter, filterCount } from '../api/alert-filter.ts'
import { useAlertTotal } from '../api/alert-queries.ts'
import { useServerProblems } from '../api/problem-queries.ts'
import { formatCount } from '../format/quantity.ts'
import { Empty } from '../ui/empty.tsx'

/** Why the list is empty, and the way to where something is. */
export function InboxEmpty({ filter }: { filter: AlertFilter }) {
  const { data: all } = useAlertTotal({})
  const hasProblems = useServerProblems().length > 0
  const count = filterCount(filter)
  return (
    <div className="rounded-card border border-line bg-surface py-6">
      {all === 0 && hasProblems && (
        <Empty title="No alert is stored">
          That does not mean that nothing happened: the server reports problems, see above.
        </Empty>
      )}
      {all === 0 && !hasProblems && (
        <Empty title="No alerts yet">
          Nothing was found so far. <WayTo href="/">Start a capture</WayTo> or replay a sample.
        </Empty>
      )}
      {all !== undefined && all > 0 && count > 0 && (
        <Empty title={`0 of ${formatCount(all)} alerts match`}>
          <WayTo href="/alerts">Clear {count === 1 ? 'the filter' : `${count} filters`}</WayTo>
        </Empty>
      )}
      {all !== undefined && all > 0 && count === 0 && (
        <Empty title="Inbox zero: every alert is decided">
          <WayTo href="/alerts?status=all">Show the {formatCount(all)} decided ones</WayTo>
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
