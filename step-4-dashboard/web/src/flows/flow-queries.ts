import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { bodyOf, captureClient } from '../api/client.ts'

/** The filters of flows, by the names that the API and the address of the page share. */
export const flowFilterNames = [
  'ip',
  'src_ip',
  'dst_ip',
  'port',
  'proto',
  'state',
  'community_id',
  'name',
  'application',
  'ja3',
  'ja4',
  'sensor',
  'run_id',
  'source',
  'from',
  'to',
] as const
export type FlowFilterName = (typeof flowFilterNames)[number]
export type FlowFilter = Readonly<Partial<Record<FlowFilterName, string>>>

type FlowsAnswer = Awaited<ReturnType<typeof getFlows>>
export type Flow = FlowsAnswer['flows'][number]
export type FlowHistory = FlowsAnswer['history']

/** The words of the address go to the server as they are: it checks them and says what is wrong. */
function getFlows(query: Readonly<Record<string, string>>) {
  type Query = Parameters<typeof captureClient.flows.$get>[0]['query']
  return bodyOf(captureClient.flows.$get({ query: query as unknown as Query }))
}

export function flowFilterOf(search: URLSearchParams): FlowFilter {
  return Object.fromEntries(
    flowFilterNames.flatMap((name) => {
      const value = search.get(name)?.trim()
      return value ? [[name, value]] : []
    }),
  )
}

/** A page of the flows, the newest first; with null as the filter none is asked for. */
export function useFlows(
  filter: FlowFilter | null,
  page: { readonly limit: number; readonly offset: number },
) {
  const query = { ...filter, limit: String(page.limit), offset: String(page.offset) }
  return useQuery({
    queryKey: ['flows', query],
    queryFn: () => getFlows(query),
    placeholderData: keepPreviousData,
    enabled: filter !== null,
  })
}
