import { problemOf } from '../api/api-error.ts'
import { counted, formatCount, formatRate, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { type EvaluationComparison, useEvaluationComparison } from './evaluation-queries.ts'

type Row = readonly [what: string, first: string, second: string]

/** Two evaluations side by side: figures of the captures that both measured, and what differs. */
export function EvaluationComparisonTable({ ids }: { ids: readonly [string, string] }) {
  const { data, error } = useEvaluationComparison(ids)
  if (error) return <ProblemNote title="Not compared" problem={problemOf(error)} />
  if (!data) return <p role="status">Comparing …</p>
  const columns: readonly DataColumn<Row>[] = [
    { name: 'What differs', cell: ([what]) => <bdi>{visibleText(what)}</bdi> },
    { name: 'First', cell: ([, first]) => <bdi>{visibleText(first)}</bdi> },
    { name: 'Second', cell: ([, , second]) => <bdi>{visibleText(second)}</bdi> },
  ]
  return (
    <div className="mt-3">
      <p className="mb-2 text-sm text-ink-soft">
        Figures of the {counted(data.captures, 'capture')} that both measured
      </p>
      <DataTable
        label="Two evaluations"
        rows={rowsOf(data)}
        columns={columns}
        keyOf={([what]) => what}
      />
    </div>
  )
}

function rowsOf({ parameters, figures, attacks, benign }: EvaluationComparison): Row[] {
  const [first, second] = figures
  return [
    ['Attacks found', foundText(first), foundText(second)],
    ['Right host', hostText(first), hostText(second)],
    ['False alarms an hour', rateText(first), rateText(second)],
    ...parameters.map(({ name, values: [mine, its] }): Row => [name, textOf(mine), textOf(its)]),
    ...attacks.map(
      ({ file, verdicts: [mine, its] }): Row => [file, verdictText(mine), verdictText(its)],
    ),
    ...benign.map(
      ({ file, false_alarms: [mine, its] }): Row => [
        `${file}: false alarms`,
        formatCount(mine),
        formatCount(its),
      ],
    ),
  ]
}

type Figures = EvaluationComparison['figures'][number]
type Verdict = EvaluationComparison['attacks'][number]['verdicts'][number]

const foundText = ({ attacks_found, attacks }: Figures) => `${attacks_found} of ${attacks}`
const hostText = (one: Figures) => `${one.attackers_accused} of ${one.attackers_named}`
const rateText = ({ false_alarms_per_hour }: Figures) => formatRate(false_alarms_per_hour)

function verdictText({ found, right_host }: Verdict): string {
  if (!found) return 'not found'
  return right_host === false ? 'found, another host' : 'found'
}

function textOf(value: unknown): string {
  if (value === null) return unknown
  return typeof value === 'string' ? value : JSON.stringify(value)
}
