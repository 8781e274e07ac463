import { useMemo } from 'react'
import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { counted, formatMeasure } from '../format/quantity.ts'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { type ComparedFeature, compareWindows } from './compare-windows.ts'
import { useHostWindows } from './host-queries.ts'

const shownCount = 10

const columns: readonly DataColumn<ComparedFeature>[] = [
  { name: 'Feature', cell: ({ name }) => name.replaceAll('_', ' ') },
  { name: 'Newest window', isNumber: true, cell: ({ newest }) => formatMeasure(newest, '') },
  { name: 'Median before', isNumber: true, cell: ({ median }) => formatMeasure(median, '') },
  { name: 'Largest before', isNumber: true, cell: ({ largest }) => formatMeasure(largest, '') },
]

/** What the host did in its newest window beside what it did before, in this run. */
export function HostBaseline({ host }: { host: string }) {
  const { data, error } = useHostWindows(host)
  const windows = data?.windows
  const compared = useMemo(() => compareWindows(windows ?? []), [windows])
  const [newest] = windows ?? []
  return (
    <Card
      title="Baseline against now"
      aside={
        newest && (
          <p className="text-xs text-ink-soft">
            {counted(windows?.length, 'window')} of 10 s, the newest of{' '}
            {formatIsoMoment(newest.start)}
          </p>
        )
      }
    >
      {error && <ProblemNote title="The windows could not be read" problem={problemOf(error)} />}
      {data && compared.length === 0 && (
        <Empty title="Nothing to compare">
          It takes two windows of the run in which the host was active.
        </Empty>
      )}
      {compared.length > 0 && (
        <DataTable
          label="Baseline against now"
          rows={compared.slice(0, shownCount)}
          columns={columns}
          keyOf={({ name }) => name}
        />
      )}
    </Card>
  )
}
