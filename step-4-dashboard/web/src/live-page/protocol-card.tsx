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

/** Which protocols the packets speak: a ring, and the same as a table. */
export function ProtocolCard({ live }: { live: LiveState }) {
  const protocols = live.stats?.protocols
  const shares = useMemo(() => protocolShares(protocols ?? {}), [protocols])
  return (
    <Card title="Protocols">
      {shares.length === 0 ? (
        <Empty title="No packets yet" />
      ) : (
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Suspense fallback={<div className="mx-auto size-36" />}>
            <ProtocolChart shares={shares} />
          </Suspense>
          <table className="min-w-44 grow text-sm">
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
                  <td className="w-14 text-right text-ink-soft">{formatShare(share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
