import { ArcElement, Chart, DoughnutController, Tooltip } from 'chart.js'
import { useEffect, useRef } from 'react'
import { resolveColor } from '../ui/resolve-color.ts'
import { useThemeVersion } from '../ui/use-theme-version.ts'
import type { ProtocolShare } from './protocol-shares.ts'

Chart.register(DoughnutController, ArcElement, Tooltip)

/** Shares of the protocols; the table beside it has the numbers. */
export function ProtocolChart({ shares }: { shares: readonly ProtocolShare[] }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const chart = useRef<Chart<'doughnut'>>(null)
  const themeVersion = useThemeVersion()

  useEffect(() => {
    if (!canvas.current) return
    chart.current = new Chart(canvas.current, {
      type: 'doughnut',
      data: { labels: [], datasets: [{ data: [], borderColor: resolveColor('--surface') }] },
      options: { animation: false, cutout: '66%', maintainAspectRatio: false },
    })
    return () => chart.current?.destroy()
  }, [themeVersion])

  useEffect(() => {
    const [dataset] = chart.current?.data.datasets ?? []
    if (!chart.current || !dataset) return
    chart.current.data.labels = shares.map(({ name }) => name)
    dataset.data = shares.map(({ packets }) => packets)
    dataset.backgroundColor = shares.map(({ series }) => resolveColor(`--series-${series}`))
    chart.current.update('none')
  }, [shares, themeVersion])

  return (
    <div className="relative mx-auto size-32 shrink-0">
      <canvas ref={canvas} role="img" aria-label="Shares of the protocols, as a ring" />
    </div>
  )
}
