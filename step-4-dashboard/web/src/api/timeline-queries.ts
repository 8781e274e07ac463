import { useQuery } from '@tanstack/react-query'
import { bodyOf, captureClient } from './client.ts'

/** The server itself has a new one once a second. */
const refreshMs = 1_000

/** The traffic of a run over its whole time; asked for again while the run is on. */
export function useTimeline(runId: string | null, isActive: boolean) {
  return useQuery({
    queryKey: ['timeline', runId, isActive],
    queryFn: async () =>
      bodyOf(captureClient.runs[':run_id'].timeline.$get({ param: { run_id: runId ?? '' } })),
    enabled: runId !== null,
    refetchInterval: isActive ? refreshMs : false,
    // The line of another run is not this one's.
    placeholderData: (before, query) => (query?.queryKey[1] === runId ? before : undefined),
    staleTime: isActive ? 0 : Number.POSITIVE_INFINITY,
  })
}
