import type { PacketRow } from 'step-3-persistence'
import { visibleText } from '../format/visible-text.ts'
import { SeverityIcon } from '../severity/severity-icon.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'

/** As many as can be looked at; the results file has them all. */
const rowCountMax = 12

/** The newest packets, the newest first; bad ones are marked. */
export function PacketTable({
  packets,
  className = '',
}: {
  packets: readonly PacketRow[]
  className?: string
}) {
  return (
    <Card
      title="Newest packets"
      className={className}
      aside={
        <a
          href="/api/results.csv"
          download
          className="rounded text-sm font-medium text-accent hover:underline"
        >
          Download as CSV
        </a>
      }
    >
      {packets.length === 0 ? (
        <Empty title="No packets yet" />
      ) : (
        <ScrollRegion label="Packets" className="-mx-4 overflow-x-auto px-4">
          <table className="w-full min-w-xl text-sm whitespace-nowrap">
            <thead className="text-left text-xs text-ink-soft">
              <tr>
                <th className="pb-1 font-medium">Time</th>
                <th className="pb-1 font-medium">Source</th>
                <th className="pb-1 font-medium">Destination</th>
                <th className="pb-1 font-medium">Protocol</th>
                <th className="pb-1 text-right font-medium">Length</th>
                <th className="pb-1 pl-3 font-medium">Verdict</th>
              </tr>
            </thead>
            <tbody>
              {packets.slice(0, rowCountMax).map((row, index) => (
                <PacketLine key={index} row={row} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Card>
  )
}

function PacketLine({ row }: { row: PacketRow }) {
  const isBad = row.bad_packet === '1'
  return (
    <tr className={`border-t border-line ${isBad ? 'bg-high-soft' : ''}`}>
      <td className="py-0.75 font-mono text-xs">{row.Time.slice(11, 23)}</td>
      <td className="font-mono text-xs">{endpoint(row.Source, row['Source Port'])}</td>
      <td className="font-mono text-xs">{endpoint(row.Destination, row['Destination Port'])}</td>
      <td>{visibleText(row.Protocol)}</td>
      <td className="text-right">{row.Length}</td>
      <td className="pl-3">
        {isBad ? (
          <span className="inline-flex items-center gap-1 align-middle font-medium text-high">
            <SeverityIcon severity="high" className="size-3" /> Anomalous
          </span>
        ) : (
          <span className="text-ink-soft">Normal</span>
        )}
      </td>
    </tr>
  )
}

function endpoint(address: string, port: string): string {
  return visibleText(port === '0' || port === '' ? address : `${address} : ${port}`)
}
