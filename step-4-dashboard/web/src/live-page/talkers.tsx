import type { Stats } from 'step-3-persistence'
import { formatBytes, formatCount } from '../format/quantity.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Value } from '../value/value.tsx'

export interface TalkersProps {
  readonly title: string
  readonly talkers: Stats['top_sources']
}

/** The hosts with most traffic; the bar behind a row is its share of the first one's bytes. */
export function Talkers({ title, talkers }: TalkersProps) {
  const bytesMax = talkers[0]?.bytes ?? 0
  return (
    <Card title={title}>
      {talkers.length === 0 ? (
        <Empty title="No hosts yet" />
      ) : (
        <table className="w-full table-fixed text-sm">
          <thead className="text-xs text-ink-soft">
            <tr>
              <th className="pb-1 text-left font-medium">Host</th>
              <th className="w-18 pb-1 text-right font-medium">Packets</th>
              <th className="w-20 pb-1 text-right font-medium">Bytes</th>
            </tr>
          </thead>
          <tbody>
            {talkers.map(({ address, packets, bytes }) => (
              <tr key={address} className="border-t border-line">
                <td className="relative py-1">
                  <span
                    aria-hidden="true"
                    className="absolute inset-y-0.5 left-0 rounded-sm bg-accent-soft"
                    style={{ width: `${bytesMax > 0 ? (bytes / bytesMax) * 100 : 0}%` }}
                  />
                  <Value field="host" value={address} className="relative truncate px-1 text-xs" />
                </td>
                <td className="text-right">{formatCount(packets)}</td>
                <td className="text-right">{formatBytes(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
