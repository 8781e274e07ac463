import { formatCount, formatShare } from '../format/quantity.ts'
import type { LiveStatus } from '../live/live-event.ts'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'

interface Table {
  readonly name: string
  readonly count: number
  readonly cap: number
  readonly evicted: number
  readonly saturated?: boolean
}

const columns: readonly DataColumn<Table>[] = [
  { name: 'Table', cell: ({ name }) => name },
  { name: 'In use', isNumber: true, cell: ({ count }) => formatCount(count) },
  { name: 'At most', isNumber: true, cell: ({ cap }) => formatCount(cap) },
  { name: 'Share', isNumber: true, cell: ({ count, cap }) => formatShare(count / cap) },
  { name: 'Evicted', isNumber: true, cell: ({ evicted }) => formatCount(evicted) },
  {
    name: 'State',
    cell: ({ saturated }) =>
      saturated ? (
        <strong className="text-high">saturated</strong>
      ) : (
        <span className="text-good">fine</span>
      ),
  },
]

/** How full each table in memory is; each has a largest size. */
export function Tables({ buffers }: Pick<LiveStatus, 'buffers'>) {
  const rows = Object.entries(buffers).map(([name, table]) => ({ name, ...table }))
  return (
    <Card title="Tables in memory">
      <DataTable
        label="Tables in memory"
        rows={rows}
        columns={columns}
        keyOf={({ name }) => name}
      />
    </Card>
  )
}
