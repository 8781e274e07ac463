import { useMutation } from '@tanstack/react-query'
import { useKeptPackets } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { saveFile } from '../api/save-file.ts'
import { counted, formatCount } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { fetchEvidence } from './use-evidence.ts'

/** Offers the packets behind an alert as a capture file; where some or all are gone, says why. */
export function PacketDownload({ alertId }: { alertId: string }) {
  const { data: packets } = useKeptPackets(alertId)
  const download = useMutation({ mutationFn: () => downloadPackets(alertId) })
  return (
    <div className="mt-3 flex flex-col items-start gap-2">
      {packets?.kept !== 0 && (
        <Button icon="download" onClick={() => download.mutate()} disabled={download.isPending}>
          Download as pcap
        </Button>
      )}
      {packets && packets.reason !== null && (
        <p className="text-sm text-ink-soft">
          {formatCount(packets.kept)} of {counted(packets.of, 'packet')} can be downloaded:{' '}
          {visibleText(packets.reason)}. {visibleText(packets.fix ?? '')}
        </p>
      )}
      {download.error && <ProblemNote title="No packets" problem={problemOf(download.error)} />}
    </div>
  )
}

async function downloadPackets(alertId: string): Promise<void> {
  const type = 'application/vnd.tcpdump.pcap'
  saveFile(new Blob([await fetchEvidence(alertId)], { type }), `alert-${alertId}.pcap`)
}
