import type { ReactNode } from 'react'
import { formatIsoMoment, formatSpan } from '../format/moment.ts'
import { formatBytes, formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { Value } from '../value/value.tsx'
import type { Flow } from './flow-queries.ts'
import { captureFilter, displayFilter } from './tool-filter.ts'

/** Flows as rows: both ends, what was sent each way, how it ended, and how to find it elsewhere. */
export function FlowTable({ flows }: { flows: readonly Flow[] }) {
  return <DataTable label="Flows" rows={flows} columns={columns} keyOf={keyOf} />
}

const columns: readonly DataColumn<Flow>[] = [
  {
    name: 'Last seen',
    cell: (flow) => <Nowrap>{formatIsoMoment(flow.last_seen)}</Nowrap>,
  },
  {
    name: 'Originator',
    cell: (flow) => <End host={flow.src_ip} port={portOf(flow, flow.src_port)} />,
  },
  {
    name: 'Responder',
    cell: (flow) => <End host={flow.dst_ip} port={portOf(flow, flow.dst_port)} />,
  },
  { name: 'Protocol', cell: ({ proto_name }) => proto_name },
  { name: 'Sent', isNumber: true, cell: (flow) => formatBytes(flow.bytes_sent) },
  { name: 'Received', isNumber: true, cell: (flow) => formatBytes(flow.bytes_received) },
  {
    name: 'Packets',
    isNumber: true,
    cell: (flow) => `${formatCount(flow.packets_sent)} / ${formatCount(flow.packets_received)}`,
  },
  { name: 'Lasted', isNumber: true, cell: (flow) => formatSpan(flow.duration_seconds) },
  { name: 'State', cell: ({ state, open }) => <Nowrap>{open ? `${state}, open` : state}</Nowrap> },
  { name: 'Name, fingerprint', cell: (flow) => <Names flow={flow} /> },
  {
    name: 'Community ID',
    cell: ({ community_id }) => (
      <Value field="community" value={community_id}>
        <span className="font-mono text-xs">{community_id.slice(0, 14)}…</span>
      </Value>
    ),
  },
  {
    name: 'Copy as filter',
    cell: (flow) => (
      <Nowrap>
        <CopyButton text={displayFilter(flow)} label="Wireshark" />
        <CopyButton text={captureFilter(flow)} label="tcpdump" />
      </Nowrap>
    ),
  },
]

function keyOf({ community_id, first_seen }: Flow): string {
  return `${community_id} ${first_seen}`
}

/** Of ICMP the two numbers are type and code, and no ports. */
function portOf({ proto }: Flow, port: number): number {
  return proto === 6 || proto === 17 ? port : 0
}

function End({ host, port }: { host: string; port: number }) {
  return (
    <Nowrap>
      <Value field="host" value={host} />
      {port > 0 && (
        <>
          <span className="text-ink-soft"> : </span>
          <Value field="port" value={String(port)} />
        </>
      )}
    </Nowrap>
  )
}

function Names({ flow: { tls_server_name, ja4 } }: { flow: Flow }) {
  return (
    <div className="max-w-64 min-w-24">
      {tls_server_name && (
        <Value field="name" value={tls_server_name} className="truncate">
          {visibleText(tls_server_name)}
        </Value>
      )}
      {ja4 && (
        <Value field="fingerprint" value={ja4} className="block truncate text-xs text-ink-soft">
          <span className="font-mono">{ja4}</span>
        </Value>
      )}
    </div>
  )
}

function Nowrap({ children }: { children: ReactNode }) {
  return <span className="inline-flex items-center whitespace-nowrap">{children}</span>
}
