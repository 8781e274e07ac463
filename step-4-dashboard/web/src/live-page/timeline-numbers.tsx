import { formatMoment } from '../format/moment.ts'
import { formatBitRate, formatCount, formatRate } from '../format/quantity.ts'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { type LinePart, partsOf, type TimelineLine } from './timeline-line.ts'
import type { Quantity } from './traffic-line.ts'

/** The line of the whole run as a table of a dozen parts of equal length. */
export function TimelineNumbers({ line, quantity }: { line: TimelineLine; quantity: Quantity }) {
  const format = quantity === 'packets' ? formatRate : formatBitRate
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
    <details className="mt-2 text-sm">
      <summary className="inline-flex min-h-6 w-fit cursor-pointer items-center rounded text-xs text-ink-soft hover:text-ink">
        As a table
      </summary>
      <DataTable
        label="Traffic over the whole run"
        rows={partsOf(line)}
        columns={columns}
        keyOf={({ from }) => String(from)}
      />
    </details>
  )
}
