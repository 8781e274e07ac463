import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { useAlertPairs, useFacets } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { useFlows } from '../flows/flow-queries.ts'
import { formatMoment } from '../format/moment.ts'
import { formatBytes, formatCount, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useTitle } from '../shell/use-title.ts'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Pager } from '../ui/pager.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { gatherHosts, type HostRow } from './gather-hosts.ts'
import { gatherLinks } from './graph/gather-links.ts'
import { GraphCard } from './graph/graph-card.tsx'

/** As many flows as the API gives in one answer. */
export const flowLimit = 1_000
const pageSize = 50

const columns: readonly DataColumn<HostRow>[] = [
  {
    name: 'Host',
    cell: ({ host }) => (
      <Link
        href={`/hosts/${encodeURIComponent(host)}`}
        className="inline-flex min-h-6 items-center rounded font-mono whitespace-nowrap hover:text-accent hover:underline"
      >
        <bdi>{visibleText(host)}</bdi>
      </Link>
    ),
  },
  { name: 'Alerts as source', isNumber: true, cell: ({ asSource }) => countOrDash(asSource) },
  { name: 'As target', isNumber: true, cell: ({ asTarget }) => countOrDash(asTarget) },
  { name: 'Flows', isNumber: true, cell: ({ flowCount }) => countOrDash(flowCount) },
  { name: 'Peers', isNumber: true, cell: ({ peerCount }) => countOrDash(peerCount) },
  {
    name: 'Sent',
    isNumber: true,
    cell: (one) => (one.flowCount ? formatBytes(one.bytesSent) : unknown),
  },
  {
    name: 'Received',
    isNumber: true,
    cell: (one) => (one.flowCount ? formatBytes(one.bytesReceived) : unknown),
  },
  {
    name: 'Last flow',
    cell: ({ lastSeen }) => (lastSeen ? formatMoment(Date.parse(lastSeen) / 1000) : unknown),
  },
]

/** Who is on the network, those with alerts first. */
export function HostsPage() {
  useTitle('Hosts')
  const [words, setWords] = useState('')
  const [offset, setOffset] = useState(0)
  const { data: facets, error } = useFacets({ status: 'all' })
  const { data: page, error: flowError } = useFlows({}, { limit: flowLimit, offset: 0 })
  const hosts = useMemo(
    () =>
      gatherHosts({
        flows: page?.flows ?? [],
        sources: facets?.source ?? [],
        targets: facets?.target ?? [],
      }),
    [page, facets],
  )
  const { data: pairs } = useAlertPairs()
  const links = useMemo(() => gatherLinks(page?.flows ?? [], pairs ?? []), [page, pairs])
  const shown = hosts.filter(({ host }) => host.includes(words.trim()))
  const failure = error ?? flowError
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Hosts"
        about={page && aboutOf(hosts.length, page.flows.length, page.total)}
      />
      {links.length > 0 && <GraphCard links={links} />}
      <div className="max-w-xs">
        <Field
          label="Find a host"
          type="search"
          placeholder="10.0.0."
          value={words}
          onChange={(value) => {
            setWords(value)
            setOffset(0)
          }}
        />
      </div>
      <Card title="Those in most alerts first">
        {failure && (
          <ProblemNote title="The hosts could not be read" problem={problemOf(failure)} />
        )}
        {page && facets && shown.length === 0 && (
          <Empty title={hosts.length === 0 ? 'No host is known yet' : 'No host matches'}>
            {hosts.length === 0 && 'Start a capture, or replay one.'}
          </Empty>
        )}
        {shown.length > 0 && (
          <>
            <DataTable
              label="Hosts"
              rows={shown.slice(offset, offset + pageSize)}
              columns={columns}
              keyOf={({ host }) => host}
            />
            <Pager offset={offset} limit={pageSize} total={shown.length} onMove={setOffset} />
          </>
        )}
      </Card>
    </div>
  )
}

function aboutOf(hostCount: number, read: number, total: number): string {
  const flows =
    read < total
      ? `the newest ${formatCount(read)} of ${formatCount(total)} flows`
      : `${formatCount(total)} flows`
  return `${formatCount(hostCount)} of the alerts, and of ${flows}`
}

function countOrDash(count: number): string {
  return count === 0 ? unknown : formatCount(count)
}
