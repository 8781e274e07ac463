import { useQuery } from '@tanstack/react-query'
import type { AlertDetail } from 'step-3-persistence'
import { useKeptPackets } from '../api/alert-queries.ts'
import { toApiError } from '../api/api-error.ts'
import { askServer } from '../api/ask-server.ts'
import { readPcap } from '../packet/read-pcap.ts'

/** The capture of an alert’s packets. @throws ApiError `E_PACKETS_GONE` and the like */
export async function fetchEvidence(alertId: string): Promise<ArrayBuffer> {
  const response = await askServer(`/api/alerts/${alertId}/packets.pcap`)
  if (!response.ok) throw await toApiError(response)
  return response.arrayBuffer()
}

/** The packets behind an alert with their bytes; undefined ones are of several kinds of link. */
export function useEvidence({ alert_id, evidence, updated_at }: AlertDetail) {
  const { data: packets } = useKeptPackets(alert_id)
  return useQuery({
    queryKey: ['evidence', alert_id, updated_at],
    enabled: evidence.length > 0 && packets !== undefined && packets.kept > 0,
    queryFn: async () => readPcap(await fetchEvidence(alert_id)) ?? null,
  })
}
