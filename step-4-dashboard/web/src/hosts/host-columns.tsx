import { Link } from 'wouter'
import { formatIsoMoment } from '../format/moment.ts'
import { formatBytes, formatCount, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import type { DataColumn } from '../ui/data-table.tsx'
import type { HostRow } from './gather-hosts.ts'

/** The columns of a list of hosts; a host that only alerts name has no flows. */
export const hostColumns: readonly DataColumn<HostRow>[] = [
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
    cell: ({ lastSeen }) => (lastSeen ? formatIsoMoment(lastSeen) : unknown),
  },
]

function countOrDash(count: number): string {
  return count === 0 ? unknown : formatCount(count)
}
