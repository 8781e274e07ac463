import { useId, useState } from 'react'
import { counted } from '../format/quantity.ts'
import { Card } from '../ui/card.tsx'
import { anomaliesAt, type Plane, planeOf } from './forest-plane.ts'
import type { Forest } from './use-learn.ts'

const size = { width: 560, height: 300 }

/** The sample of step 1 as points: a slider for the contamination, and one for the cuts of a tree. */
export function ForestCard({ forest }: { forest: Forest }) {
  const [percent, setPercent] = useState(5)
  const [cutCount, setCutCount] = useState(0)
  const odd = anomaliesAt(forest.items, percent / 100)
  const plane = planeOf(forest, size)
  return (
    <Card title="A forest’s cuts">
      <p className="text-sm text-ink-soft">
        The 60 packets of step 1, by size and protocol number. A packet that random cuts leave alone
        early is strange; you decide how strange is too strange.
      </p>
      <Slider
        label="Contamination"
        value={percent}
        max={50}
        shown={`${percent} %`}
        onChange={setPercent}
      />
      <Slider
        label="Cuts of one tree"
        value={cutCount}
        max={forest.cuts.length}
        shown={`${cutCount}`}
        onChange={setCutCount}
      />
      <p role="status" className="mt-2 text-sm">
        <strong>{odd.length} anomalies</strong> above a threshold of{' '}
        {(1 - percent / 100).toFixed(2)}
      </p>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        className="mt-2 w-full"
        role="img"
        aria-label={`${counted(forest.items.length, 'packet')}; ${counted(odd.length, 'is an anomaly', 'are anomalies')}`}
      >
        <Axes plane={plane} />
        {plane.cuts.slice(0, cutCount).map((cut) => (
          <line
            key={`${cut.x1} ${cut.y1} ${cut.x2} ${cut.y2}`}
            {...cut}
            stroke="var(--series-2)"
            strokeWidth="1.5"
          />
        ))}
        {plane.points.map(({ x, y, item, key }) =>
          odd.includes(item) ? (
            <path
              key={key}
              d={`M${x} ${y - 7}l7 7-7 7-7-7Z`}
              fill="var(--critical)"
              stroke="var(--surface)"
            />
          ) : (
            <circle key={key} cx={x} cy={y} r="4.5" fill="var(--series-1)" fillOpacity="0.55" />
          ),
        )}
      </svg>
      <OddList items={odd} />
    </Card>
  )
}

interface SliderProps {
  readonly label: string
  readonly value: number
  readonly max: number
  readonly shown: string
  readonly onChange: (value: number) => void
}

function Slider({ label, value, max, shown, onChange }: SliderProps) {
  const id = useId()
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 text-sm">
      <label htmlFor={id} className="w-32 text-ink-soft max-sm:grow">
        {label}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={max}
        value={value}
        aria-valuetext={shown}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-6 min-w-32 grow accent-accent max-sm:order-last max-sm:basis-full"
      />
      <output htmlFor={id} className="w-12 text-right tabular-nums">
        {shown}
      </output>
    </div>
  )
}

function Axes({ plane }: { plane: Plane }) {
  return (
    <g fontSize="12" fill="var(--ink-soft)" stroke="none">
      {plane.xTicks.map(({ at, label }) => (
        <g key={label}>
          <line x1={at} x2={at} y1={12} y2={plane.bottom} stroke="var(--line)" />
          <text x={at} y={plane.bottom + 18} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      {plane.yTicks.map(({ at, label }) => (
        <g key={label}>
          <line x1={plane.left} x2={size.width - 12} y1={at} y2={at} stroke="var(--line)" />
          <text x={plane.left - 6} y={at + 4} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
    </g>
  )
}

/** The picture in words, also for who cannot see it. */
function OddList({ items }: { items: readonly Forest['items'][number][] }) {
  if (items.length === 0) return null
  const shown = items
    .slice(0, 6)
    .map(({ size, proto }) => `${size.toLocaleString('en')} B (${proto})`)
  const rest = items.length - shown.length
  return (
    <p className="mt-1 text-xs text-ink-soft">
      Size and protocol of the anomalies, the strangest first: {shown.join(', ')}
      {rest > 0 && `, and ${rest} more`}
    </p>
  )
}
