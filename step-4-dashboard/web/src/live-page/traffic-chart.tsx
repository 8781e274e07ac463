import { Chart } from 'chart.js'
import { useEffect, useRef } from 'react'
import { resolveColor } from '../ui/resolve-color.ts'
import { useThemeVersion } from '../ui/use-theme-version.ts'
import { lineOptions } from './line-options.ts'
import { type Quantity, rateFormat, type TrafficLine } from './traffic-line.ts'

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
    chart.current = makeChart(canvas.current, rateFormat(quantity))
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
      <canvas
        ref={canvas}
        role="img"
        aria-label="Traffic over the last minutes, as a line"
        className="absolute inset-0"
      />
    </div>
  )
}

function makeChart(canvas: HTMLCanvasElement, format: (rate: number) => string): Chart<'line'> {
  return new Chart(canvas, {
    type: 'line',
    data: {
      datasets: [
        {
          data: [],
          borderColor: resolveColor('--series-1'),
          backgroundColor: resolveColor('--accent-soft'),
          fill: true,
          borderWidth: 1.75,
          pointRadius: 0,
          pointHitRadius: 12,
        },
      ],
    },
    options: lineOptions({
      format,
      time: { min: -30, max: 0 },
      ticks: {
        maxTicksLimit: 7,
        callback: (value) => (value === 0 ? 'now' : `${Math.round(Number(value))} s`),
      },
      rateMin: 10,
      tooltip: {
        title: ([item]) => `${Math.round(item?.parsed.x ?? 0)} s`,
        label: ({ parsed }) => format(parsed.y ?? 0),
      },
    }),
  })
}
