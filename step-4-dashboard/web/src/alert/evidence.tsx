import { useState } from 'react'
import type { AlertDetail } from 'step-3-persistence'
import { problemOf } from '../api/api-error.ts'
import { formatPreciseClock } from '../format/moment.ts'
import { counted, formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { PacketBytes } from '../packet/packet-bytes.tsx'
import { useTimeZone } from '../time/use-time-zone.ts'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { PacketDownload } from './packet-download.tsx'
import { useEvidence } from './use-evidence.ts'

/** Epoch seconds as a number are exact to a quarter of a microsecond. */
const sameTimeSeconds = 1e-6

/** The packets that the alert rests on: bytes, layers, and the same as a file. */
export function Evidence({ alert }: { alert: AlertDetail }) {
  const { alert_id, evidence, capture } = alert
  const isFile = capture.source === 'pcap'
  const frames = evidence.map(({ index }) => index + 1)
  return (
    <Card
      title="Evidence"
      aside={
        isFile &&
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
            {counted(evidence.length, 'packet')} of{' '}
            <bdi className="font-mono text-xs text-ink">{visibleText(capture.name)}</bdi>
            {isFile && ', by the numbers that Wireshark shows them under'}: the first and the last
            that it rests on.
          </p>
          <EvidencePackets alert={alert} />
          <PacketDownload alertId={alert_id} />
        </>
      )}
    </Card>
  )
}

function EvidencePackets({ alert }: { alert: AlertDetail }) {
  const { evidence } = alert
  const zone = useTimeZone()
  const { data: packets, error } = useEvidence(alert)
  const [chosen, setChosen] = useState(0)
  const start = evidence[0]?.time ?? 0
  // Some may be gone from the file or the ring, so each is found by its time, not by its place.
  const packetAt = (row: number) =>
    packets?.find(({ time }) => Math.abs(time - (evidence[row]?.time ?? 0)) < sameTimeSeconds)
  const packet = packetAt(chosen)
  return (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-[18rem_minmax(0,1fr)]">
      <ScrollRegion label="Packets" className="max-h-96 overflow-y-auto">
        <table className="w-full text-sm">
          <thead className="text-left text-xs text-ink-soft">
            <tr>
              <th className="pb-1 font-medium">Frame</th>
              <th className="pb-1 font-medium">Time ({zone})</th>
              <th className="pb-1 text-right font-medium">After the first</th>
              <th className="pb-1 pl-3 text-right font-medium">Bytes</th>
            </tr>
          </thead>
          <tbody>
            {evidence.map(({ index, time }, row) => (
              <tr
                key={index}
                className={`border-t border-line ${row === chosen && packet ? 'bg-accent-soft' : ''}`}
              >
                <td>
                  <button
                    type="button"
                    disabled={!packetAt(row)}
                    aria-pressed={row === chosen}
                    aria-label={`Show the bytes of frame ${index + 1}`}
                    onClick={() => setChosen(row)}
                    className="min-h-6 w-full rounded text-left font-mono text-xs enabled:text-accent enabled:hover:underline"
                  >
                    {formatCount(index + 1)}
                  </button>
                </td>
                <td className="font-mono text-xs">{formatPreciseClock(time)}</td>
                <td className="text-right">{(time - start).toFixed(3)} s</td>
                <td className="pl-3 text-right">{packetAt(row)?.originalLength ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <div className="min-w-0">
        {packet && <PacketBytes packet={packet} />}
        {packets === null && (
          <p className="text-sm text-ink-soft">
            They come from links of several kinds: the file below holds them as pcapng.
          </p>
        )}
        {error && <ProblemNote title="No bytes" problem={problemOf(error)} />}
      </div>
    </div>
  )
}
