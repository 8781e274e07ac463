import { lazy, Suspense, useMemo } from 'react'
import type { LiveState } from '../live/live-state.ts'
import { Empty } from '../ui/empty.tsx'
import { type Quantity, rateFormat, trafficLine } from './traffic-line.ts'
import { TrafficNumbers } from './traffic-numbers.tsx'

const TrafficChart = lazy(async () => ({
  default: (await import('./traffic-chart.tsx')).TrafficChart,
}))

/** Traffic over the last two minutes: the line, and its numbers for screen readers. */
export function LastMinutes({ live, quantity }: { live: LiveState; quantity: Quantity }) {
  const line = useMemo(() => trafficLine(live.traffic, quantity), [live.traffic, quantity])
  if (line.points.length < 2) {
    return (
      <div className="grid min-h-52 grow place-items-center">
        <Empty title="No traffic yet" />
      </div>
    )
  }
  return (
    <>
      <Suspense fallback={<div className="min-h-52 grow" />}>
        <TrafficChart line={line} quantity={quantity} />
      </Suspense>
      <TrafficNumbers line={line} format={rateFormat(quantity)} />
    </>
  )
}
