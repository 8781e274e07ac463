import type { LiveState } from '../live/live-state.ts'
import { isActive } from '../run/describe-run.ts'
import { NumberStrip } from './number-strip.tsx'
import { PacketTable } from './packet-table.tsx'
import { ProtocolCard } from './protocol-card.tsx'
import { RecentAlerts } from './recent-alerts.tsx'
import { RunNotices } from './run-notices.tsx'
import { Talkers } from './talkers.tsx'
import { TrafficCard } from './traffic-card.tsx'
import { VerdictCard } from './verdict-card.tsx'

/** The picture of a run: numbers at most at 2 Hz, the line with each tick of the engine. */
export function LiveBoard({ live, chart }: { live: LiveState; chart: LiveState }) {
  const { stats, status, packets } = live
  return (
    <>
      <RunNotices live={live} />
      <NumberStrip stats={stats} isLive={status?.source?.kind === 'live'} />
      <div className="grid grid-cols-1 gap-3 lg:gap-4 xl:grid-cols-3">
        <div className="min-w-0 xl:col-span-2">
          <TrafficCard live={chart} />
        </div>
        <div className="grid min-w-0 grid-cols-1 content-start gap-3 md:grid-cols-2 lg:gap-4 xl:grid-cols-1">
          <VerdictCard stats={stats} isOver={!isActive(status)} />
          <ProtocolCard live={live} />
        </div>
        <RecentAlerts className="xl:col-span-2" />
        <Talkers title="Top sources" talkers={stats?.top_sources ?? []} />
        <PacketTable packets={packets} className="xl:col-span-2" />
        <Talkers title="Top destinations" talkers={stats?.top_destinations ?? []} />
      </div>
    </>
  )
}
