import { formatMoment } from '../format/moment.ts'
import { formatBytes, formatCount } from '../format/quantity.ts'
import type { TimeRange } from '../time/use-time-range.ts'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { type HostRecord, useHost } from './host-queries.ts'
import { spanBefore } from './span-before.ts'

type Measure = 'flows' | 'peers' | 'bytes_sent' | 'bytes_received'
interface Compared {
  readonly name: string
  readonly now: string
  readonly before: string
}

const measures: readonly (readonly [Measure, string, (value: number) => string])[] = [
  ['flows', 'Flows', formatCount],
  ['peers', 'Peers', formatCount],
  ['bytes_sent', 'Sent', formatBytes],
  ['bytes_received', 'Received', formatBytes],
]

const columns: readonly DataColumn<Compared>[] = [
  { name: 'Of its flows', cell: ({ name }) => name },
  { name: 'This time', isNumber: true, cell: ({ now }) => now },
  { name: 'As long before', isNumber: true, cell: ({ before }) => before },
]

/** The chosen time beside the time of the same length before it; without a beginning there is none. */
export function HostBefore({ host, range }: { host: HostRecord; range: TimeRange }) {
  const newest = host.last_seen === null ? undefined : Date.parse(host.last_seen) / 1000
  const span = spanBefore(range, newest)
  const { data: before, error } = useHost(span && host.address, span ?? {})
  if (!span || (!before && !error)) return null
  const rows = measures.map(([measure, name, format]) => ({
    name,
    now: format(host[measure]),
    before: format(before?.[measure] ?? 0),
  }))
  return (
    <Card
      title="This time and the time before"
      aside={
        <p className="text-xs text-ink-soft">
          {formatMoment(span.from)} – {formatMoment(span.to)}
        </p>
      }
    >
      <DataTable
        label="This time and the time before"
        rows={rows}
        columns={columns}
        keyOf={({ name }) => name}
      />
    </Card>
  )
}
