import { useState } from 'react'
import { problemOf } from '../api/api-error.ts'
import { Card } from '../ui/card.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Pager } from '../ui/pager.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'
import { hostColumns } from './host-columns.tsx'
import { type HostSort, type HostsAsked, hostSorts, useHosts } from './host-queries.ts'

const pageSize = 50

/** The hosts of the flows that are kept, page by page as the server has them. */
export function KeptHosts({ asked }: { asked: HostsAsked }) {
  const [sort, setSort] = useState<HostSort>('last_seen')
  const [offset, setOffset] = useState(0)
  const { data, error } = useHosts(asked, { sort, limit: pageSize, offset })
  const isLimited =
    asked.address !== undefined || asked.range.from !== undefined || asked.range.to !== undefined
  return (
    <Card
      title="All hosts"
      aside={
        <Select
          label="Order"
          value={sort}
          onChange={(value) => {
            setSort(value as HostSort) // The options are its names.
            setOffset(0)
          }}
        >
          {Object.entries(hostSorts).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      }
    >
      {error && <ProblemNote title="The hosts could not be read" problem={problemOf(error)} />}
      {!data && !error && <p className="py-6 text-center text-ink-soft">Reading the hosts …</p>}
      {data?.total === 0 && (
        <Empty title={isLimited ? 'No host matches' : 'No host is known yet'}>
          {isLimited
            ? 'Take the address or the time range out.'
            : 'Start a capture, or replay one. A host is here when a flow of it has ended.'}
        </Empty>
      )}
      {data && data.total > 0 && (
        <>
          <DataTable
            label="Hosts"
            rows={data.hosts.map((host) => ({
              host: host.address,
              asSource: host.alerts_as_source,
              asTarget: host.alerts_as_target,
              flowCount: host.flows,
              peerCount: host.peers,
              bytesSent: host.bytes_sent,
              bytesReceived: host.bytes_received,
              lastSeen: host.last_seen,
            }))}
            columns={hostColumns}
            keyOf={({ host }) => host}
          />
          <Pager offset={offset} limit={pageSize} total={data.total} onMove={setOffset} />
        </>
      )}
    </Card>
  )
}
