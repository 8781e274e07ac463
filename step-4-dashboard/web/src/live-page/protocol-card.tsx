import { lazy, Suspense, useMemo } from 'react'
import { formatCount, formatShare } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import type { LiveState } from '../live/live-state.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { protocolShares } from './protocol-shares.ts'

const ProtocolChart = lazy(async () => ({
  default: (await import('./protocol-chart.tsx')).ProtocolChart,
}))

/** Eight protocols beside the ring: no further one moves what stands below. */
const height = 'min-h-48'

/** Which protocols the packets speak: a ring, and the same as a table. */
export function ProtocolCard({ live }: { live: LiveState }) {
  const protocols = live.stats?.protocols
  const shares = useMemo(() => protocolShares(protocols ?? {}), [protocols])
  return (
    <Card title="Protocols">
      {shares.length === 0 ? (
        <div className={`grid place-items-center ${height}`}>
          <Empty title="No packets yet" />
        </div>
      ) : (
        <div className={`flex flex-wrap items-center gap-x-4 gap-y-3 ${height}`}>
          <Suspense fallback={<div className="mx-auto size-32" />}>
            <ProtocolChart shares={shares} />
          </Suspense>
          <table className="grow basis-0 text-sm">
            <thead className="sr-only">
              <tr>
                <th>Protocol</th>
                <th>Packets</th>
                <th>Share</th>
              </tr>
            </thead>
            <tbody>
              {shares.map(({ name, packets, share, series }) => (
                <tr key={name}>
                  <td className="py-0.5">
                    <span
                      aria-hidden="true"
                      className="mr-2 inline-block size-2.5 rounded-xs"
                      style={{ background: `var(--series-${series})` }}
                    />
                    <bdi>{visibleText(name)}</bdi>
                  </td>
                  <td className="text-right">{formatCount(packets)}</td>
                  <td className="w-12 text-right text-ink-soft">{formatShare(share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
