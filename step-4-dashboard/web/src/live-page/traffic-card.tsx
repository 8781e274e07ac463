import { ToggleGroup } from 'radix-ui'
import { lazy, Suspense, useMemo, useState } from 'react'
import { formatBitRate, formatRate } from '../format/quantity.ts'
import type { LiveState } from '../live/live-state.ts'
import { isActive } from '../run/describe-run.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { type Quantity, trafficLine } from './traffic-line.ts'
import { TrafficNumbers } from './traffic-numbers.tsx'

const TrafficChart = lazy(async () => ({
  default: (await import('./traffic-chart.tsx')).TrafficChart,
}))

/** Traffic over the last two minutes: the line, and its numbers for screen readers. */
export function TrafficCard({ live }: { live: LiveState }) {
  const [quantity, setQuantity] = useState<Quantity>('packets')
  const line = useMemo(() => trafficLine(live.traffic, quantity), [live.traffic, quantity])
  const format = quantity === 'packets' ? formatRate : formatBitRate
  return (
    <Card
      title={quantity === 'packets' ? 'Packets a second' : 'Bits a second'}
      className="h-full"
      aside={<QuantitySwitch quantity={quantity} onChange={setQuantity} />}
    >
      {line.points.length < 2 ? (
        <div className="grid min-h-52 grow place-items-center">
          <NoLine live={live} quantity={quantity} />
        </div>
      ) : (
        <Suspense fallback={<div className="min-h-52 grow" />}>
          <TrafficChart line={line} quantity={quantity} />
        </Suspense>
      )}
      {line.points.length > 1 && <TrafficNumbers line={line} format={format} />}
    </Card>
  )
}

function NoLine({ live, quantity }: { live: LiveState; quantity: Quantity }) {
  const { status, stats } = live
  const isOver = status !== null && !isActive(status)
  if (!stats?.packets || !isOver) return <Empty title="No traffic yet" />
  const mean =
    quantity === 'packets'
      ? `${formatRate(stats.packets_per_second)} packets a second`
      : formatBitRate(stats.bits_per_second)
  return <Empty title={`${mean} on average`}>The capture was read too fast for a line.</Empty>
}

function QuantitySwitch(props: { quantity: Quantity; onChange: (to: Quantity) => void }) {
  return (
    <ToggleGroup.Root
      type="single"
      value={props.quantity}
      onValueChange={(value) => value && props.onChange(value === 'bits' ? 'bits' : 'packets')}
      aria-label="What the line shows"
      className="inline-flex rounded-md border border-line p-0.5"
    >
      {(['packets', 'bits'] as const).map((one) => (
        <ToggleGroup.Item
          key={one}
          value={one}
          className="min-h-6 rounded px-2 text-xs text-ink-soft capitalize data-[state=on]:bg-accent-soft data-[state=on]:font-semibold data-[state=on]:text-accent"
        >
          {one}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
