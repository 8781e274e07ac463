import type { PacketRow } from 'step-3-persistence'
import { useNewestPackets } from '../api/capture-queries.ts'
import { formatPreciseClock } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { SeverityIcon } from '../severity/severity-icon.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { Value } from '../value/value.tsx'

/** As many as can be looked at; the results file has them all. */
const rowCountMax = 12

/** The newest packets, the newest first; bad ones are marked. */
export function PacketTable({
  packets: live,
  className = '',
}: {
  packets: readonly PacketRow[]
  className?: string
}) {
  // A page that was opened later has heard of no packet yet; the server still has the newest.
  const { data: kept } = useNewestPackets(live.length === 0)
  const packets = live.length > 0 ? live : (kept ?? [])
  return (
    <Card
      title="Newest packets"
      className={className}
      aside={
        <a
          href="/api/results.csv"
          download
          className="inline-flex min-h-6 items-center rounded text-sm font-medium text-accent hover:underline"
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
                <th className="pb-1 pl-3 font-medium">Detected in it</th>
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
      <td className="py-0.75 font-mono text-xs">
        {formatPreciseClock(Date.parse(row.Time) / 1000)}
      </td>
      <td className="font-mono text-xs">
        <Endpoint host={row.Source} port={row['Source Port']} />
      </td>
      <td className="font-mono text-xs">
        <Endpoint host={row.Destination} port={row['Destination Port']} />
      </td>
      <td>{visibleText(row.Protocol)}</td>
      <td className="text-right">{row.Length}</td>
      <td className="pl-3">
        {isBad && (
          <span className="inline-flex items-center gap-1 align-middle font-medium text-high">
            <SeverityIcon severity="high" className="size-3" /> Bad packet
          </span>
        )}
      </td>
    </tr>
  )
}

function Endpoint({ host, port }: { host: string; port: string }) {
  return (
    <>
      <Value field="host" value={host} />
      {port !== '0' && port !== '' && (
        <>
          {' : '}
          <Value field="port" value={port} />
        </>
      )}
    </>
  )
}
