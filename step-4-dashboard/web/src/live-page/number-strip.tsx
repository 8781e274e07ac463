import type { Stats } from 'step-3-persistence'
import { formatBitRate, formatBytes, formatCount, formatRate } from '../format/quantity.ts'

/** The numbers of the run in a row; what is not known yet is a dash. */
export function NumberStrip({ stats, isLive }: { stats: Stats | null; isLive: boolean }) {
  // A file tells nothing of what was lost while it was recorded.
  const drops = stats && isLive ? stats.drops.kernel + stats.drops.interface : null
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line shadow-card sm:grid-cols-3 xl:grid-cols-6">
      <Figure
        name="Packets a second"
        value={formatRate(stats?.packets_per_second)}
        more={formatBitRate(stats?.bits_per_second)}
      />
      <Figure name="Packets" value={formatCount(stats?.packets)} more={formatBytes(stats?.bytes)} />
      <Figure name="Anomalous packets" value={formatCount(stats?.anomalies)} />
      <Figure name="Detections" value={formatCount(stats?.detections)} />
      <Figure name="Flows" value={formatCount(stats?.flows)} />
      <Figure
        name="Dropped"
        value={formatCount(drops)}
        more={`${formatCount(stats?.malformed)} malformed`}
        look={drops ? 'attention' : 'plain'}
      />
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly more?: string
  readonly look?: 'plain' | 'attention'
}

function Figure({ name, value, more, look = 'plain' }: FigureProps) {
  return (
    <div className={`px-4 py-3 ${look === 'attention' ? 'bg-medium-soft' : 'bg-surface'}`}>
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold tracking-tight">{value}</dd>
      {/* On a line of its own, so that a longer number wraps nothing. */}
      {more && <dd className="text-xs text-ink-soft">{more}</dd>}
    </div>
  )
}
