import type { AlertDetail } from 'step-3-persistence'
import { formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { PacketDownload } from './packet-download.tsx'

/** The packets that the alert rests on, and a way to look into them. */
export function Evidence({ alert }: { alert: AlertDetail }) {
  const { alert_id, evidence, capture } = alert
  const frames = evidence.map(({ index }) => index + 1)
  const start = evidence[0]?.time ?? 0
  return (
    <Card
      title="Evidence"
      aside={
        evidence.length > 0 && (
          <CopyButton
            text={`frame.number in {${frames.join(', ')}}`}
            label="Copy Wireshark filter"
          />
        )
      }
    >
      {evidence.length === 0 ? (
        <Empty title="No packets are noted">
          The detector judged a whole window of traffic, not single packets.
        </Empty>
      ) : (
        <>
          <p className="mb-2 text-sm text-ink-soft">
            {formatCount(evidence.length)} packets of{' '}
            <bdi className="font-mono text-xs text-ink">{visibleText(capture.name)}</bdi>, by the
            numbers that Wireshark shows them under.
          </p>
          <ScrollRegion label="Packets" className="max-h-64 overflow-y-auto">
            <table className="w-full text-sm">
              <thead className="text-left text-xs text-ink-soft">
                <tr>
                  <th className="pb-1 font-medium">Frame</th>
                  <th className="pb-1 font-medium">Time (UTC)</th>
                  <th className="pb-1 text-right font-medium">After the first</th>
                  <th className="pb-1 text-right font-medium">Offset</th>
                </tr>
              </thead>
              <tbody>
                {evidence.map(({ index, offset, time }) => (
                  <tr key={index} className="border-t border-line">
                    <td className="py-0.75 font-mono text-xs">{formatCount(index + 1)}</td>
                    <td className="font-mono text-xs">{utcClock(time)}</td>
                    <td className="text-right">{(time - start).toFixed(3)} s</td>
                    <td className="text-right text-ink-soft">{formatCount(offset)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          <PacketDownload alertId={alert_id} />
        </>
      )}
    </Card>
  )
}

function utcClock(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000)
  return Number.isNaN(date.getTime()) ? '–' : date.toISOString().slice(11, 23)
}
