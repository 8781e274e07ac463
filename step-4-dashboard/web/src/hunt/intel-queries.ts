import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { alertClient, bodyOf } from '../api/client.ts'

const routes = alertClient.threat_hunting
const key = ['hunt', 'intel']

export type Feed = Awaited<ReturnType<typeof getStats>>['feeds'][number]
export type IntelCheck = Awaited<ReturnType<typeof check>>['results'][number]
type FeedUpdate = NonNullable<Parameters<typeof routes.update_intel.$post>[0]['json']>

const getStats = () => bodyOf(routes.intel_stats.$get())
const check = (ioc_values: string[]) => bodyOf(routes.check_iocs.$post({ json: { ioc_values } }))

export function useIntelStats() {
  return useQuery({ queryKey: [...key, 'stats'], queryFn: getStats })
}

/** What the feeds know of each value, in their order. */
export function useIntelChecks(values: readonly string[]) {
  return useQuery({
    queryKey: [...key, 'checks', values],
    queryFn: () => check([...values]),
    enabled: values.length > 0,
  })
}

/** Sets or replaces a feed; without a name all that have an address are fetched anew. */
export function useUpdateIntel() {
  return useIntelChange((json: FeedUpdate) => bodyOf(routes.update_intel.$post({ json })))
}

export function useAddIndicators() {
  return useIntelChange(
    (given: { readonly values: readonly string[]; readonly threat: string }) => {
      const indicators = given.values.map((value) => ({ value, threat_type: given.threat }))
      return bodyOf(routes.indicators.$post({ json: { indicators } }))
    },
  )
}

export function useRemoveFeed() {
  return useIntelChange((name: string) =>
    bodyOf(routes.feeds[':name'].$delete({ param: { name } })),
  )
}

function useIntelChange<Given, Answer>(change: (given: Given) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
}
