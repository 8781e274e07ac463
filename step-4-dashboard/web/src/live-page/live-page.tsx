import { useState } from 'react'
import { counted } from '../format/quantity.ts'
import { useLive, useLiveForChart } from '../live/live-context.tsx'
import type { LiveState } from '../live/live-state.ts'
import { useMuteAnnouncements } from '../shell/announcer.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Asking } from '../ui/asking.tsx'
import { Controls } from './controls.tsx'
import { FirstRun } from './first-run.tsx'
import { LiveBoard } from './live-board.tsx'

/** What happens now. Pausing holds the picture; the server goes on. */
export function LivePage() {
  useTitle('Live')
  const live = useLive()
  const chart = useLiveForChart()
  const [held, setHeld] = useState<{ live: LiveState; chart: LiveState } | null>(null)
  useMuteAnnouncements(held !== null)
  const shown = held ?? { live, chart }
  if (!live.status) return <Asking />
  if (live.status.run_id === null) return <FirstRun />
  const stale = live.connection === 'lost' ? 'stale' : ''
  return (
    <div className={`flex flex-col gap-3 lg:gap-4 ${stale}`}>
      <h1 className="sr-only">Live traffic</h1>
      <Controls
        live={live}
        isPaused={held !== null}
        onPause={() => setHeld(held ? null : { live, chart })}
      />
      {held && <PausedLine packetsBehind={packetsBetween(held.live, live)} />}
      <LiveBoard live={shown.live} chart={shown.chart} />
    </div>
  )
}

function PausedLine({ packetsBehind }: { packetsBehind: number }) {
  return (
    <p role="status" className="text-sm text-ink-soft">
      <strong className="text-ink">The screen is paused.</strong>{' '}
      {counted(packetsBehind, 'packet has', 'packets have')} come since.
    </p>
  )
}

function packetsBetween(before: LiveState, now: LiveState): number {
  if (before.status?.run_id !== now.status?.run_id) return now.stats?.packets ?? 0
  return (now.stats?.packets ?? 0) - (before.stats?.packets ?? 0)
}
