import { formatBytes, formatCount } from '../../format/quantity.ts'
import { AsTable } from '../../ui/as-table.tsx'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { Value } from '../../value/value.tsx'
import type { HostGraph } from './choose-nodes.ts'
import type { HostLink } from './host-link.ts'

/** The links of the picture, the heaviest first; each host leads on. */
export function LinkTable(props: { graph: HostGraph; communities: ReadonlyMap<string, number> }) {
  const { graph, communities } = props
  const group = (host: string) => formatCount((communities.get(host) ?? 0) + 1)
  const columns: readonly DataColumn<HostLink>[] = [
    { name: 'Host', cell: ({ source }) => <Value field="host" value={source} /> },
    { name: 'Group', isNumber: true, cell: ({ source }) => group(source) },
    { name: 'With', cell: ({ target }) => <Value field="host" value={target} /> },
    { name: 'Group of it', isNumber: true, cell: ({ target }) => group(target) },
    { name: 'Flows', isNumber: true, cell: ({ flowCount }) => formatCount(flowCount) },
    { name: 'Bytes', isNumber: true, cell: ({ bytes }) => formatBytes(bytes) },
    { name: 'Alerts', isNumber: true, cell: ({ alertCount }) => formatCount(alertCount) },
  ]
  return (
    <AsTable>
      <DataTable
        label="Links between hosts"
        rows={graph.links}
        columns={columns}
        keyOf={({ source, target }) => `${source} ${target}`}
      />
    </AsTable>
  )
}
