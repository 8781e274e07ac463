import { formatMoment } from '../format/moment.ts'
import { formatCount } from '../format/quantity.ts'
import { AsTable } from '../ui/as-table.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { type LinePart, partsOf, type TimelineLine } from './timeline-line.ts'
import { type Quantity, rateFormat } from './traffic-line.ts'

/** The line of the whole run as a table of a dozen parts of equal length. */
export function TimelineNumbers({ line, quantity }: { line: TimelineLine; quantity: Quantity }) {
  const format = rateFormat(quantity)
  const columns: readonly DataColumn<LinePart>[] = [
    { name: 'From', cell: ({ from }) => formatMoment(from) },
    { name: 'Mean', isNumber: true, cell: ({ mean }) => format(mean) },
    { name: 'Most', isNumber: true, cell: ({ most }) => format(most) },
    {
      name: 'Detections',
      isNumber: true,
      cell: ({ detectionCount }) => formatCount(detectionCount),
    },
  ]
  return (
    <AsTable>
      <DataTable
        label="Traffic over the whole run"
        rows={partsOf(line)}
        columns={columns}
        keyOf={({ from }) => String(from)}
      />
    </AsTable>
  )
}
