import { useMemo, useState } from 'react'
import { problemOf } from '../api/api-error.ts'
import { formatCount, formatRate } from '../format/quantity.ts'
import { useChangeConfig, useConfig } from '../settings/config-queries.ts'
import { SavedLine } from '../settings/saved-line.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useLearnedScores } from './model-queries.ts'
import { ScoreChart } from './score-chart.tsx'
import { axisStart, outcomeOf, scoreHistogram } from './score-histogram.ts'

/** The scores of what learned models stated, and what another threshold would have given. */
export function ScoreCard() {
  const { data, error } = useLearnedScores()
  const { data: config } = useConfig()
  const [moved, setMoved] = useState<string>()
  const change = useChangeConfig()
  const scored = useMemo(
    () =>
      data?.anomalies.map(({ score, timestamp_epoch }) => ({ score, epoch: timestamp_epoch })) ??
      [],
    [data],
  )
  const current = config?.thresholds.low ?? 0.5
  const threshold = moved === undefined ? current : Number(moved)
  const { count, perDay } = outcomeOf(scored, threshold)
  const bars = useMemo(() => {
    const scores = scored.map(({ score }) => score)
    return scoreHistogram(scores, axisStart([...scores, current, threshold]))
  }, [scored, current, threshold])
  const mayBeSaved = config && moved !== undefined && threshold < config.thresholds.medium
  return (
    <Card
      title="Scores and threshold"
      aside={
        data && (
          <p className="text-sm text-ink-soft">
            the newest {formatCount(scored.length)} of {formatCount(data.total)} statements
          </p>
        )
      }
    >
      {error && <ProblemNote title="The scores could not be read" problem={problemOf(error)} />}
      {data && scored.length === 0 && (
        <Empty title="No learned model has stated anything yet">
          A model states what it finds unusual; ordinary windows are not kept.
        </Empty>
      )}
      {scored.length > 0 && (
        <>
          <ScoreChart
            bars={bars}
            threshold={threshold}
            label={`Histogram of ${scored.length} scores up to 1; ${count} are at or above ${threshold}`}
            onMove={setMoved}
          />
          <div className="mt-2 flex flex-wrap items-end gap-4">
            <div className="w-28">
              <Field
                label="Threshold"
                type="number"
                min={0}
                max={1}
                step="any"
                value={String(threshold)}
                onChange={setMoved}
              />
            </div>
            <p role="status" className="min-h-8 text-sm">
              <strong>{formatCount(count)}</strong> of them would be alerts
              {perDay !== null && `, ${formatRate(perDay)} a day of traffic`}
              {moved === undefined && ': this threshold is in force'}.
            </p>
            {moved !== undefined && config && (
              <div className="ml-auto flex gap-2">
                <Button onClick={() => setMoved(undefined)}>Back to {current}</Button>
                <Button
                  look="primary"
                  disabled={!mayBeSaved || change.isPending}
                  title={
                    mayBeSaved
                      ? undefined
                      : `It must stay below medium, ${config.thresholds.medium}`
                  }
                  onClick={() =>
                    change.mutate(
                      { thresholds: { low: threshold } },
                      { onSuccess: () => setMoved(undefined) },
                    )
                  }
                >
                  Put in force
                </Button>
              </div>
            )}
          </div>
          {moved !== undefined && !mayBeSaved && config && (
            <p className="mt-1 text-sm text-ink-soft">
              The threshold of low must stay below that of medium, {config.thresholds.medium}; both
              are under Settings.
            </p>
          )}
          <SavedLine change={change} />
        </>
      )}
    </Card>
  )
}
