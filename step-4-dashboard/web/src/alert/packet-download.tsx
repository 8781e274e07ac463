import { useMutation } from '@tanstack/react-query'
import { problemOf, toApiError } from '../api/api-error.ts'
import { apiBase } from '../api/server-address.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

/** Fetches the packets behind an alert as a capture file; where they are gone, says so. */
export function PacketDownload({ alertId }: { alertId: string }) {
  const download = useMutation({ mutationFn: () => downloadPackets(alertId) })
  return (
    <div className="mt-3 flex flex-col items-start gap-2">
      <Button icon="download" onClick={() => download.mutate()} disabled={download.isPending}>
        Download as pcap
      </Button>
      {download.error && <ProblemNote title="No packets" problem={problemOf(download.error)} />}
    </div>
  )
}

/** @throws ApiError `E_PACKETS_GONE` and the like */
async function downloadPackets(alertId: string): Promise<void> {
  const response = await fetch(`${apiBase}/api/alerts/${alertId}/packets.pcap`)
  if (!response.ok) throw await toApiError(response)
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = `alert-${alertId}.pcap`
  link.click()
  URL.revokeObjectURL(url)
}
