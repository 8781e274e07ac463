import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { formatCount, formatShare } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import {
  type SecondStageVersion,
  useActivateSecondStage,
  useRollBackSecondStage,
  useSecondStage,
  useSwitchOffSecondStage,
  useTrainSecondStage,
} from './second-stage-queries.ts'

/** What decisions on alerts teach, what it would change, and how it is switched on and off. */
export function SecondStageCard() {
  const { data: state, error } = useSecondStage()
  const train = useTrainSecondStage()
  const activate = useActivateSecondStage()
  const switchOff = useSwitchOffSecondStage()
  const rollBack = useRollBackSecondStage()
  const columns: readonly DataColumn<SecondStageVersion>[] = [
    {
      name: 'Made',
      cell: ({ made_at, author }) => (
        <>
          {formatIsoMoment(made_at)} <span className="text-ink-soft">by {visibleText(author)}</span>
        </>
      ),
    },
    { name: 'Decisions', isNumber: true, cell: ({ figures }) => formatCount(figures.decisions) },
    {
      name: 'Confirmed above false',
      isNumber: true,
      cell: ({ figures: { ranked_right_before: before, ranked_right_after: after } }) =>
        `${formatShare(before)} → ${formatShare(after)}`,
    },
    {
      name: 'False positives lowered, raised',
      isNumber: true,
      cell: ({ figures }) =>
        `${figures.false_positives_lowered}, ${figures.false_positives_raised}`,
    },
    {
      name: 'Confirmed lowered, raised',
      isNumber: true,
      cell: ({ figures }) => `${figures.confirmed_lowered}, ${figures.confirmed_raised}`,
    },
    {
      name: 'Act',
      cell: ({ version_id, made_at, active }) =>
        active ? (
          <Button onClick={() => switchOff.mutate()}>Switch off</Button>
        ) : (
          <Button
            aria-label={`Switch on what was made ${formatIsoMoment(made_at)}`}
            onClick={() => activate.mutate(version_id)}
          >
            Switch on
          </Button>
        ),
    },
  ]
  const failure = train.error ?? activate.error ?? switchOff.error ?? rollBack.error ?? error
  return (
    <Card title="What decisions teach">
      <p className="mb-3 text-sm">
        Alerts like those that were confirmed rise in severity, alerts like false positives sink, by
        one step at most. None is hidden, and nothing changes before it is switched on.
      </p>
      {state && (
        <div className="mb-3 flex flex-wrap items-center gap-3 text-sm">
          <span>
            {formatCount(state.decisions.confirmed)} confirmed,{' '}
            {formatCount(state.decisions.false_positives)} false positives;{' '}
            {formatCount(state.decisions_needed)} of each are needed
          </span>
          <Button disabled={train.isPending || !hasEnough(state)} onClick={() => train.mutate()}>
            Learn from them
          </Button>
          {state.versions.length > 0 && (
            <Button look="quiet" onClick={() => rollBack.mutate()}>
              Back to what was on before
            </Button>
          )}
        </div>
      )}
      {failure && <ProblemNote title="Not changed" problem={problemOf(failure)} />}
      {state && state.versions.length > 0 && (
        <DataTable
          label="Versions of the second stage"
          rows={state.versions}
          columns={columns}
          keyOf={({ version_id }) => version_id}
        />
      )}
    </Card>
  )
}

function hasEnough({
  decisions,
  decisions_needed,
}: {
  readonly decisions: { readonly confirmed: number; readonly false_positives: number }
  readonly decisions_needed: number
}): boolean {
  return Math.min(decisions.confirmed, decisions.false_positives) >= decisions_needed
}
