import { useQuery } from '@tanstack/react-query'
import { bodyOf, captureClient } from '../api/client.ts'

/** As many as the API gives in one answer. */
export const windowLimit = 1_000

/** What the host did in each 10 s of the run, the newest first. */
export function useHostWindows(host: string) {
  return useQuery({
    queryKey: ['hosts', 'windows', host],
    queryFn: () =>
      bodyOf(captureClient.metrics.$get({ query: { host, limit: String(windowLimit) } as never })),
  })
}

/** The windows of the run in which anything was stated about the host, with every vote. */
export function useHostRisk(host: string) {
  return useQuery({
    queryKey: ['hosts', 'risk', host],
    queryFn: () => bodyOf(captureClient.hosts.risk.$get({ query: { host, limit: '50' } as never })),
  })
}
