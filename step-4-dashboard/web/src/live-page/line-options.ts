import {
  Chart,
  type ChartOptions,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ScaleOptionsByType,
  Tooltip,
  type TooltipCallbacks,
} from 'chart.js'
import { resolveColor } from '../ui/resolve-color.ts'

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, Tooltip)

export interface LineParts {
  /** How a rate is written. */
  readonly format: (rate: number) => string
  /** What the axis of time adds to its looks. */
  readonly time: Partial<Pick<ScaleOptionsByType<'linear'>, 'min' | 'max' | 'afterBuildTicks'>>
  readonly ticks: Partial<ScaleOptionsByType<'linear'>['ticks']>
  /** The least that the axis of rates reaches. */
  readonly rateMin?: number
  readonly tooltip: Partial<TooltipCallbacks<'line'>>
}

/** How a line of rates over time looks, in the colours of now. */
export function lineOptions(parts: LineParts): ChartOptions<'line'> {
  const { format, time, ticks, rateMin, tooltip } = parts
  const [text, grid] = [resolveColor('--ink-soft'), resolveColor('--line')]
  return {
    animation: false,
    maintainAspectRatio: false,
    interaction: { mode: 'nearest', intersect: false, axis: 'x' },
    scales: {
      x: {
        type: 'linear',
        border: { color: grid },
        grid: { display: false },
        ...time,
        ticks: { color: text, ...ticks },
      },
      y: {
        type: 'linear',
        min: 0,
        ...(rateMin === undefined ? {} : { suggestedMax: rateMin }),
        border: { display: false },
        grid: { color: grid },
        ticks: { color: text, maxTicksLimit: 5, callback: (value) => format(Number(value)) },
      },
    },
    plugins: { tooltip: { displayColors: false, callbacks: tooltip } },
  }
}
