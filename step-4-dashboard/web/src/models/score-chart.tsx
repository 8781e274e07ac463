import { formatCount } from '../format/quantity.ts'
import { AsTable } from '../ui/as-table.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { countTicks, type ScoreBar } from './score-histogram.ts'

export interface ScoreChartProps {
  readonly bars: readonly ScoreBar[]
  readonly threshold: number
  readonly label: string
  readonly onMove: (threshold: string) => void
}

/** A bar of one score among many is still seen: this part of the height at least. */
const leastShare = 0.015

/** How many scores lie where, with both axes, and the threshold as a handle below them. */
export function ScoreChart({ bars, threshold, label, onMove }: ScoreChartProps) {
  const from = bars[0]?.from ?? 0
  const ticks = countTicks(Math.max(0, ...bars.map(({ count }) => count)))
  const top = ticks.at(-1) ?? 1
  const placeOf = (score: number) => ((score - from) / (1 - from)) * 1_000
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(leastShare, count / top) * 100)
  const scores = Array.from({ length: 6 }, (_, index) => from + ((1 - from) * index) / 5)
  return (
    <>
      <p className="pb-1 text-xs text-ink-soft">Statements</p>
      <div className="grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-2">
        <div aria-hidden="true" className="relative text-right text-xs text-ink-soft">
          {ticks.map((tick) => (
            <span
              key={tick}
              className="absolute right-0 translate-y-1/2 leading-none"
              style={{ bottom: `${(tick / top) * 100}%` }}
            >
              {formatCount(tick)}
            </span>
          ))}
        </div>
        <svg
          viewBox="0 0 1000 100"
          preserveAspectRatio="none"
          className="h-40 w-full overflow-visible"
          role="img"
          aria-label={label}
        >
          {ticks.map((tick) => (
            <line
              key={tick}
              x1="0"
              x2="1000"
              y1={100 - (tick / top) * 100}
              y2={100 - (tick / top) * 100}
              stroke={tick === 0 ? 'var(--line-strong)' : 'var(--line)'}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {bars.map((bar) => (
            <rect
              key={bar.from}
              x={placeOf(bar.from) + 1}
              width={Math.max(0, placeOf(bar.to) - placeOf(bar.from) - 2)}
              y={100 - heightOf(bar.count)}
              height={heightOf(bar.count)}
              fill={bar.to > threshold ? 'var(--high)' : 'var(--ink-soft)'}
            />
          ))}
          <line
            x1={placeOf(threshold)}
            x2={placeOf(threshold)}
            y1="0"
            y2="100"
            stroke="var(--accent)"
            strokeWidth="3"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <span />
        <input
          type="range"
          aria-label="Threshold"
          min={from}
          max={1}
          step={0.005}
          value={threshold}
          onChange={({ target }) => onMove(target.value)}
          className="min-h-6 w-full accent-accent"
        />
        <span className="text-right text-xs text-ink-soft">Score</span>
        <p aria-hidden="true" className="flex justify-between text-xs text-ink-soft">
          {scores.map((score) => (
            <span key={score}>{score.toFixed(2)}</span>
          ))}
        </p>
      </div>
      <AsTable>
        <DataTable
          label="Scores"
          rows={bars.filter(({ count }) => count > 0)}
          columns={[
            {
              name: 'Score',
              cell: (bar: ScoreBar) => `${bar.from.toFixed(3)} – ${bar.to.toFixed(3)}`,
            },
            { name: 'Statements', isNumber: true, cell: ({ count }) => formatCount(count) },
          ]}
          keyOf={(bar) => String(bar.from)}
        />
      </AsTable>
    </>
  )
}
