import type { AlertDetail } from 'step-3-persistence'
import { Link } from 'wouter'
import { useAlertList } from '../api/alert-queries.ts'
import { useFlows } from '../flows/flow-queries.ts'
import { formatSpan } from '../format/moment.ts'
import { formatBytes } from '../format/quantity.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Value } from '../value/value.tsx'
import { AlertLine } from './alert-line.tsx'

const shownCount = 6

/** What else names the source of the alert, nearest in time first, and the flow that it is about. */
export function Related({ alert }: { alert: AlertDetail }) {
  const { source, community_id, alert_id, last_seen_epoch } = alert
  const { data } = useAlertList({ host: source, status: 'all', sort: 'severity' })
  const others = (data?.pages[0]?.alerts ?? [])
    .filter((one) => one.alert_id !== alert_id)
    .toSorted(
      (one, other) =>
        Math.abs(one.last_seen_epoch - last_seen_epoch) -
        Math.abs(other.last_seen_epoch - last_seen_epoch),
    )
  const inbox = new URLSearchParams({ view: 'alerts', status: 'all', q: `host:${source}` })
  return (
    <Card
      title="Related"
      aside={
        <Link
          href={`/alerts?${inbox}`}
          className="inline-flex min-h-6 items-center rounded text-sm font-medium text-accent hover:underline"
        >
          All of the source
        </Link>
      }
    >
      {data && others.length === 0 && <Empty title="No other alert names the source" />}
      <ul className="text-sm">
        {others.slice(0, shownCount).map((one) => (
          <AlertLine key={one.alert_id} alert={one} />
        ))}
      </ul>
      {community_id !== null && <FlowOfAlert communityId={community_id} />}
    </Card>
  )
}

/** The flow as a whole, while it is kept; else its Community ID, which other tools know. */
function FlowOfAlert({ communityId }: { communityId: string }) {
  const { data } = useFlows({ community_id: communityId }, { limit: 1, offset: 0 })
  const [flow] = data?.flows ?? []
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-2 border-t border-line pt-2 text-sm">
      <span className="text-ink-soft">Flow</span>
      <Value field="community" value={communityId} className="text-xs" />
      {flow && (
        <span>
          {flow.proto_name}, {formatBytes(flow.bytes_sent)} sent, {formatBytes(flow.bytes_received)}{' '}
          received in {formatSpan(flow.duration_seconds)}, {flow.state}
        </span>
      )}
      {data && !flow && <span className="text-ink-soft">is not of the current run</span>}
    </p>
  )
}
