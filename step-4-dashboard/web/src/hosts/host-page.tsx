import { Link } from 'wouter'
import { useAlertTotal } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { useFlows } from '../flows/flow-queries.ts'
import { FlowTable } from '../flows/flow-table.tsx'
import { counted, formatBytes, formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useTitle } from '../shell/use-title.ts'
import { TimeRange } from '../time/time-range.tsx'
import { useTimeRange } from '../time/use-time-range.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Value } from '../value/value.tsx'
import { HostAlerts } from './host-alerts.tsx'
import { HostBaseline } from './host-baseline.tsx'
import { HostBefore } from './host-before.tsx'
import { spanOf, useHost } from './host-queries.ts'
import { HostVotes } from './host-votes.tsx'
import { KeptHost } from './kept-host.tsx'
import { NotKept } from './not-kept.tsx'
import { RunHost } from './run-host.tsx'
import { flowLimit } from './run-hosts.tsx'

/** Codes that say that there is nothing, not that something failed. */
const nothingCodes = new Set(['E_NO_HOST', 'E_FLOWS_UNAVAILABLE'])
const shownFlowCount = 15

/** All that is known of one host in a time. */
export function HostPage({ host }: { host: string }) {
  useTitle(visibleText(host))
  const isAddress = /^[\d.]+$|:.*:/.test(host) && !/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(host)
  const [range] = useTimeRange()
  const { data: record, error } = useHost(isAddress ? host : null, range)
  const problem = error && problemOf(error)
  const isNotKept = problem?.code === 'E_FLOWS_UNAVAILABLE'
  const { data: alertTotal } = useAlertTotal({ host })
  const newest = record?.last_seen ? Date.parse(record.last_seen) / 1000 : undefined
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
        about={
          record
            ? `${counted(alertTotal, 'alert')} in all; ${counted(record.flows, 'flow')} with ${counted(record.peers, 'peer')}, ${formatBytes(record.bytes_sent)} sent and ${formatBytes(record.bytes_received)} received`
            : `${counted(alertTotal, 'alert')} in all`
        }
      >
        {isAddress && !isNotKept && <TimeRange newest={newest} />}
      </PageHeading>
      {isNotKept && <NotKept problem={problem} />}
      {problem && !nothingCodes.has(problem.code) && (
        <ProblemNote title="The host could not be read" problem={problem} />
      )}
      {problem?.code === 'E_NO_HOST' && (
        <Empty title="No flow and no alert of this time is about it" />
      )}
      <HostAlerts host={host} />
      {record && <KeptHost host={record} />}
      {record && <HostBefore host={record} range={range} />}
      {isAddress && <HostFlows host={host} range={isNotKept ? {} : range} isSummedUp={isNotKept} />}
      <div className="grid gap-4 xl:grid-cols-2">
        <HostVotes host={host} />
        <HostBaseline host={host} />
      </div>
    </div>
  )
}

interface HostFlowsProps {
  readonly host: string
  readonly range: Parameters<typeof spanOf>[0]
  /** Whether what is known of the host is to be told from these flows. */
  readonly isSummedUp: boolean
}

function HostFlows({ host, range, isSummedUp }: HostFlowsProps) {
  const limit = isSummedUp ? flowLimit : shownFlowCount
  const { data: page, error } = useFlows({ ip: host, ...spanOf(range) }, { limit, offset: 0 })
  const flows = page?.flows ?? []
  return (
    <>
      {isSummedUp && <RunHost host={host} flows={flows} />}
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
        {error && <ProblemNote title="The flows could not be read" problem={problemOf(error)} />}
        {page && flows.length === 0 && <Empty title="No flow of it is kept" />}
        {flows.length > 0 && <FlowTable flows={flows.slice(0, shownFlowCount)} />}
      </Card>
    </>
  )
}
