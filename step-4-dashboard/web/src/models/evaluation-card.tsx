import { useState } from 'react'
import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { formatCount, formatRate, formatShare, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'
import { CompareBox } from './compare-box.tsx'
import { EvaluationComparisonTable } from './evaluation-comparison.tsx'
import {
  type Evaluation,
  useDeleteEvaluation,
  useEvaluate,
  useEvaluations,
} from './evaluation-queries.ts'
import { useModels } from './version-queries.ts'

/** What is found of attacks with labels, with each version, one row a measurement. */
export function EvaluationCard() {
  const { data: list, error } = useEvaluations()
  const { data: models } = useModels()
  const [chosen, setChosen] = useState<string>()
  const evaluate = useEvaluate()
  const remove = useDeleteEvaluation()
  const [compared, setCompared] = useState<readonly string[]>([])
  const model = chosen ?? models?.active ?? ''
  const isRunning = list?.some(({ state }) => state === 'running') ?? false

  const columns: readonly DataColumn<Evaluation>[] = [
    {
      name: 'Compare',
      cell: ({ evaluation_id, figures, started_at }) =>
        figures && (
          <CompareBox
            label={`Compare the evaluation of ${formatIsoMoment(started_at)}`}
            id={evaluation_id}
            ids={compared}
            onChange={setCompared}
          />
        ),
    },
    { name: 'Measured', cell: (one) => formatIsoMoment(one.started_at) },
    {
      name: 'Model',
      cell: ({ parameters }) => (
        <span className="font-mono">{parameters.model_id ?? 'rules alone'}</span>
      ),
    },
    { name: 'Captures', isNumber: true, cell: ({ parameters }) => parameters.captures.length },
    {
      name: 'Attacks found',
      isNumber: true,
      cell: ({ figures }) => (figures ? `${figures.attacks_found} of ${figures.attacks}` : unknown),
    },
    {
      name: 'Right host',
      isNumber: true,
      cell: ({ figures }) =>
        figures ? `${figures.attackers_accused} of ${figures.attackers_named}` : unknown,
    },
    {
      name: 'False alarms an hour',
      isNumber: true,
      cell: ({ figures }) => (figures ? formatRate(figures.false_alarms_per_hour) : unknown),
    },
    { name: 'Missed', cell: (one) => <Missed evaluation={one} /> },
    {
      name: 'Act',
      cell: ({ evaluation_id, state, started_at }) =>
        state !== 'running' && (
          <Button
            look="quiet"
            icon="trash"
            aria-label={`Delete the evaluation of ${formatIsoMoment(started_at)}`}
            onClick={() => remove.mutate(evaluation_id)}
          >
            Delete
          </Button>
        ),
    },
  ]
  // One that was deleted is no longer compared.
  const [first, second] = compared.filter((id) =>
    list?.some(({ evaluation_id }) => evaluation_id === id),
  )
  const failure = evaluate.error ?? remove.error ?? error
  return (
    <Card title="Evaluation on the samples">
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <Select label="With the model" value={model} onChange={setChosen}>
          {models?.models.map(({ model_id, active }) => (
            <option key={model_id} value={model_id}>
              {model_id}
              {active ? ' (judges)' : ''}
            </option>
          ))}
          <option value="">None: the rules alone</option>
        </Select>
        <Button
          icon="check"
          disabled={isRunning || evaluate.isPending}
          onClick={() => evaluate.mutate(model === '' ? null : model)}
        >
          Evaluate
        </Button>
        <p role="status" className="min-h-8 text-sm text-ink-soft">
          {isRunning && `Measuring: ${formatShare(list?.find(isOn)?.progress)}`}
        </p>
      </div>
      {failure && <ProblemNote title="Not measured" problem={problemOf(failure)} />}
      {list?.length === 0 && (
        <Empty title="Nothing was measured yet">
          An evaluation reads every sample and compares what was stated with its labels.
        </Empty>
      )}
      {list && list.length > 0 && (
        <DataTable
          label="Evaluations"
          rows={list}
          columns={columns}
          keyOf={({ evaluation_id }) => evaluation_id}
        />
      )}
      {first && second && <EvaluationComparisonTable ids={[first, second]} />}
    </Card>
  )
}

const isOn = ({ state }: Evaluation) => state === 'running'

/** The attacks that were not found; of one that failed, why. */
function Missed({ evaluation: { state, error, attacks } }: { evaluation: Evaluation }) {
  if (state === 'running') return 'running …'
  if (error) return <bdi className="text-critical">{visibleText(error.message)}</bdi>
  const missed = attacks.filter(({ found }) => !found).map(({ file }) => file)
  if (missed.length === 0) return 'none'
  return (
    <bdi className="block min-w-40">
      {formatCount(missed.length)}: {visibleText(missed.join(', '))}
    </bdi>
  )
}
