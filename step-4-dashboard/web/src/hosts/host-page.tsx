import { Link } from 'wouter'
import { useAlertTotal } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { useFlows } from '../flows/flow-queries.ts'
import { FlowTable } from '../flows/flow-table.tsx'
import { formatBytes, formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useTitle } from '../shell/use-title.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Value } from '../value/value.tsx'
import { HostAlerts } from './host-alerts.tsx'
import { HostBaseline } from './host-baseline.tsx'
import { HostCounts } from './host-counts.tsx'
import { HostVotes } from './host-votes.tsx'
import { flowLimit } from './hosts-page.tsx'

/** All that is known of one host. */
export function HostPage({ host }: { host: string }) {
  useTitle(visibleText(host))
  const isAddress = /^[\d.]+$|:.*:/.test(host) && !/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(host)
  const { data: page, error } = useFlows(isAddress ? { ip: host } : null, {
    limit: flowLimit,
    offset: 0,
  })
  const { data: alertTotal } = useAlertTotal({ host })
  const flows = page?.flows ?? []
  const sent = flows.reduce(
    (sum, one) => sum + (one.src_ip === host ? one.bytes_sent : one.bytes_received),
    0,
  )
  const received = flows.reduce(
    (sum, one) => sum + (one.src_ip === host ? one.bytes_received : one.bytes_sent),
    0,
  )
  return (
    <div className="flex flex-col gap-4">
      <Link
        href="/hosts"
        className="inline-flex min-h-6 w-fit items-center gap-1.5 rounded text-sm font-medium text-ink-soft hover:text-ink"
      >
        <Icon name="back" /> All hosts
      </Link>
      <PageHeading
        title={<Value field="host" value={host} />}
        about={`${formatCount(alertTotal)} alerts, ${formatCount(page?.total)} flows, ${formatBytes(sent)} sent and ${formatBytes(received)} received in ${
          flows.length === page?.total ? 'them' : `the newest ${formatCount(flows.length)}`
        }`}
      />
      {error && <ProblemNote title="The flows could not be read" problem={problemOf(error)} />}
      <HostAlerts host={host} />
      <HostCounts host={host} flows={flows} />
      <div className="grid gap-4 xl:grid-cols-2">
        <HostVotes host={host} />
        <HostBaseline host={host} />
      </div>
      <Card
        title="Newest flows"
        aside={
          <Link
            href={`/flows?ip=${encodeURIComponent(host)}`}
            className="inline-flex min-h-6 items-center rounded text-sm font-medium text-accent hover:underline"
          >
            All {formatCount(page?.total)}
          </Link>
        }
      >
        {flows.length === 0 ? (
          <Empty title="No flow of it is kept" />
        ) : (
          <FlowTable flows={flows.slice(0, 15)} />
        )}
      </Card>
    </div>
  )
}
