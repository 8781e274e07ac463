import {
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'
import { useEffect, useRef } from 'react'
import { formatBitRate, formatRate } from '../format/quantity.ts'
import { resolveColor } from '../ui/resolve-color.ts'
import { useThemeVersion } from '../ui/use-theme-version.ts'
import type { Quantity, TrafficLine } from './traffic-line.ts'

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, Tooltip)

export interface TrafficChartProps {
  readonly line: TrafficLine
  readonly quantity: Quantity
}

/** The traffic line; it may move ten times a second, so it is drawn on a canvas. */
export function TrafficChart({ line, quantity }: TrafficChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const chart = useRef<Chart<'line'>>(null)
  const themeVersion = useThemeVersion()

  useEffect(() => {
    if (!canvas.current) return
    chart.current = makeChart(canvas.current, quantity === 'packets' ? formatRate : formatBitRate)
    return () => chart.current?.destroy()
  }, [quantity, themeVersion])

  useEffect(() => {
    const [dataset] = chart.current?.data.datasets ?? []
    if (!chart.current || !dataset) return
    dataset.data = [...line.points]
    const { x } = chart.current.options.scales ?? {}
    if (x) x.min = line.fromSeconds
    chart.current.update('none')
  }, [line, quantity, themeVersion])

  return (
    <div className="relative min-h-52 grow overflow-hidden">
      <canvas ref={canvas} role="img" aria-label="Traffic over the last minutes, as a line" />
    </div>
  )
}

function makeChart(canvas: HTMLCanvasElement, format: (rate: number) => string): Chart<'line'> {
  const stroke = resolveColor('--series-1')
  const soft = resolveColor('--accent-soft')
  const text = resolveColor('--ink-soft')
  const grid = resolveColor('--line')
  return new Chart(canvas, {
    type: 'line',
    data: {
      datasets: [
        {
          data: [],
          borderColor: stroke,
          backgroundColor: soft,
          fill: true,
          borderWidth: 1.75,
          pointRadius: 0,
          pointHitRadius: 12,
        },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', intersect: false, axis: 'x' },
      scales: {
        x: {
          type: 'linear',
          min: -30,
          max: 0,
          border: { color: grid },
          grid: { display: false },
          ticks: {
            color: text,
            maxTicksLimit: 7,
            callback: (value) => (value === 0 ? 'now' : `${Math.round(Number(value))} s`),
          },
        },
        y: {
          type: 'linear',
          min: 0,
          suggestedMax: 10,
          border: { display: false },
          grid: { color: grid },
          ticks: { color: text, maxTicksLimit: 5, callback: (value) => format(Number(value)) },
        },
      },
      plugins: {
        tooltip: {
          displayColors: false,
          callbacks: {
            title: ([item]) => `${Math.round(item?.parsed.x ?? 0)} s`,
            label: ({ parsed }) => format(parsed.y ?? 0),
          },
        },
      },
    },
  })
}
