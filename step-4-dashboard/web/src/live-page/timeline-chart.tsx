import { Chart } from 'chart.js'
import { useEffect, useReducer, useRef } from 'react'
import { formatClock, formatMoment } from '../format/moment.ts'
import { counted } from '../format/quantity.ts'
import type { TimeRange } from '../time/use-time-range.ts'
import { resolveColor } from '../ui/resolve-color.ts'
import { useThemeVersion } from '../ui/use-theme-version.ts'
import { lineOptions } from './line-options.ts'
import { type TimelineLine, timeTicks } from './timeline-line.ts'
import { type Quantity, rateFormat } from './traffic-line.ts'
import { useBrush } from './use-brush.ts'

export interface TimelineChartProps {
  readonly line: TimelineLine
  readonly quantity: Quantity
  readonly range: TimeRange
  readonly onChoose: (range: TimeRange) => void
}

/** The whole run over its own time, with a mark where detections begin; a drag chooses a span. */
export function TimelineChart({ line, quantity, range, onChoose }: TimelineChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const chart = useRef<Chart<'line'>>(null)
  const themeVersion = useThemeVersion()
  const [, shadeAgain] = useReducer((count: number) => count + 1, 0)
  const { frame, shade, handlers } = useBrush({ chart, range, onChoose })

  useEffect(() => {
    if (!canvas.current) return
    chart.current = makeChart(canvas.current, quantity)
    return () => chart.current?.destroy()
  }, [quantity, themeVersion])

  useEffect(() => {
    const [traffic, detections] = chart.current?.data.datasets ?? []
    const { x } = chart.current?.options.scales ?? {}
    if (!chart.current || !traffic || !detections || !x) return
    traffic.data = [...line.points]
    detections.data = [...line.marks]
    x.min = line.points[0]?.x ?? 0
    x.max = line.points.at(-1)?.x ?? 1
    chart.current.update('none')
    // The chart says where a moment lies.
    shadeAgain()
  }, [line, quantity, themeVersion])

  return (
    <div
      ref={frame}
      className="relative min-h-52 grow cursor-crosshair touch-pan-y overflow-hidden select-none"
      {...handlers}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label="Traffic over the whole run, as a line"
        className="absolute inset-0"
      />
      {shade && (
        <div
          aria-hidden="true"
          style={shade}
          className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent/15"
        />
      )}
    </div>
  )
}

function makeChart(canvas: HTMLCanvasElement, quantity: Quantity): Chart<'line'> {
  const common = { fill: false, pointHitRadius: 8 }
  const format = rateFormat(quantity)
  return new Chart(canvas, {
    type: 'line',
    data: {
      datasets: [
        {
          ...common,
          data: [],
          order: 1,
          borderColor: resolveColor('--series-1'),
          backgroundColor: resolveColor('--accent-soft'),
          fill: true,
          borderWidth: 1.5,
          pointRadius: 0,
          // Each rate holds until the next point; nothing is drawn between that was not counted.
          stepped: true,
        },
        {
          ...common,
          data: [],
          showLine: false,
          // Drawn over the line.
          order: 0,
          pointStyle: 'triangle',
          pointRadius: 6,
          pointHoverRadius: 8,
          borderColor: resolveColor('--surface'),
          backgroundColor: resolveColor('--critical'),
        },
      ],
    },
    options: lineOptions({
      format,
      time: {
        afterBuildTicks: (axis) => {
          axis.ticks = timeTicks(axis.min, axis.max).map((value) => ({ value }))
        },
      },
      ticks: {
        maxRotation: 0,
        autoSkipPadding: 12,
        callback: (value, index, ticks) =>
          formatClock(Number(value), Number(ticks[Math.max(0, index - 1)]?.value)),
      },
      tooltip: {
        title: ([item]) => formatMoment(item?.parsed.x),
        label: ({ raw, parsed }) => labelOf(raw, format(parsed.y ?? 0)),
      },
    }),
  })
}

function labelOf(raw: unknown, rate: string): string {
  const count = raw instanceof Object && 'detectionCount' in raw ? Number(raw.detectionCount) : 0
  if (count === 0) return rate
  return counted(count, 'detection begins', 'detections begin')
}
