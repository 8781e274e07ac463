import { useQuery } from '@tanstack/react-query'
import { toApiError } from './api-error.ts'
import { askServer } from './ask-server.ts'

/** A disk fills and a capture dies in seconds, and an answer of `/health` costs a millisecond. */
const refreshMs = 5_000

/** What the server lacks, as `/health` says it, a sentence each; none while it is not known. */
export function useServerProblems(): readonly string[] {
  const { data = [] } = useQuery({
    queryKey: ['problems'],
    refetchInterval: refreshMs,
    queryFn: async (): Promise<readonly string[]> => {
      const response = await askServer('/health', { headers: { accept: 'application/json' } })
      if (!response.ok) throw await toApiError(response)
      const { problems = [] } = (await response.json()) as { problems?: string[] }
      return problems
    },
  })
  return data
}
