import { useSearchParams } from 'wouter'
import { problemOf } from '../api/api-error.ts'
import { unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { type Comparison, type ModelVersion, useComparison } from './version-queries.ts'
import { wordsOfFigures, wordsOfOrigin } from './version-words.ts'
import { comparedOf } from './versions-card.tsx'

/** Two versions side by side: what each finds unusual of the same windows. */
export function ComparisonCard() {
  const [search, setSearch] = useSearchParams()
  const ids = comparedOf(search)
  const { data, error } = useComparison(ids)
  if (ids.length === 0) return null
  const close = () =>
    setSearch(
      (old) => {
        old.delete('compare')
        return old
      },
      { replace: true },
    )
  return (
    <Card title="Side by side" aside={<Button onClick={close}>Close</Button>}>
      {ids.length === 1 && <p className="text-sm">Choose a second version above.</p>}
      {error && <ProblemNote title="Not compared" problem={problemOf(error)} />}
      {ids.length === 2 && !data && !error && <p role="status">Judging the same windows …</p>}
      {data && <Table models={data.models} comparisons={data.comparisons} />}
    </Card>
  )
}

interface TableProps {
  readonly models: readonly ModelVersion[]
  readonly comparisons: readonly Comparison[]
}

function Table({ models, comparisons }: TableProps) {
  const rows = [
    ['Algorithm', ...models.map(({ algorithm }) => algorithm)],
    ['Learned from', ...models.map(wordsOfOrigin)],
    ['Seed', ...models.map(({ seed }) => String(seed))],
    ['Share that is odd all the same', ...models.map(({ contamination }) => String(contamination))],
    ...comparisons.map(({ windows_of, figures }) => [
      windows_of === 'run'
        ? 'Unusual of the newest windows'
        : `Unusual of what ${windows_of} held out`,
      ...figures.map((one) => (one.figures ? wordsOfFigures(one.figures) : unknown)),
    ]),
  ]
  const columns: readonly DataColumn<readonly string[]>[] = [
    { name: 'What', cell: ([name]) => name },
    ...models.map(({ model_id }, index) => ({
      name: model_id,
      cell: (row: readonly string[]) => <bdi>{visibleText(row[index + 1] ?? unknown)}</bdi>,
    })),
  ]
  return (
    <DataTable label="Two versions" rows={rows} columns={columns} keyOf={([name]) => name ?? ''} />
  )
}
