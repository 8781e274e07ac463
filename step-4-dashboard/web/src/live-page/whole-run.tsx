import { lazy, Suspense, useMemo } from 'react'
import { problemOf } from '../api/api-error.ts'
import { useTimeline } from '../api/timeline-queries.ts'
import { formatSpan } from '../format/moment.ts'
import type { LiveStatus } from '../live/live-event.ts'
import { isActive } from '../run/describe-run.ts'
import { useTimeRange } from '../time/use-time-range.ts'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { ChosenSpan } from './chosen-span.tsx'
import { timelineLine } from './timeline-line.ts'
import { TimelineNumbers } from './timeline-numbers.tsx'
import type { Quantity } from './traffic-line.ts'

const TimelineChart = lazy(async () => ({
  default: (await import('./timeline-chart.tsx')).TimelineChart,
}))

/** The traffic of the run from its first packet to its newest, on the time of the traffic. */
export function WholeRun({ status, quantity }: { status: LiveStatus; quantity: Quantity }) {
  const { data, error } = useTimeline(status.run_id, isActive(status))
  const [range, choose] = useTimeRange()
  const line = useMemo(() => data && timelineLine(data, quantity), [data, quantity])
  if (error) return <ProblemNote title="No line" problem={problemOf(error)} />
  if (!line) {
    return (
      <div className="grid min-h-52 grow place-items-center">
        {data && <Empty title="No traffic yet" />}
      </div>
    )
  }
  return (
    <>
      <p className="pb-1 text-xs text-ink-soft">
        A point is {formatSpan(line.secondsPerPoint)} of traffic. Drag to choose a span.
      </p>
      <Suspense fallback={<div className="min-h-52 grow" />}>
        <TimelineChart line={line} quantity={quantity} range={range} onChoose={choose} />
      </Suspense>
      <ChosenSpan range={range} onClear={() => choose({})} />
      <TimelineNumbers line={line} quantity={quantity} />
    </>
  )
}
