import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { alertClient, bodyOf, captureClient } from '../api/client.ts'
import type { TimeRange } from '../time/use-time-range.ts'

/** As many as the API gives in one answer. */
export const windowLimit = 1_000

/** Links that the graph is chosen from: those with the most bytes, and those in most alerts. */
const linkLimit = 500

export const hostSorts = {
  last_seen: 'Last seen',
  first_seen: 'New first',
  bytes: 'Bytes',
  flows: 'Flows',
  peers: 'Peers',
} as const
export type HostSort = keyof typeof hostSorts

export interface HostsAsked {
  readonly range: TimeRange
  /** An address or a network. */
  readonly address: string | undefined
}

/** The hosts of the flows that are kept. */
export function useHosts(
  { range, address }: HostsAsked,
  page: { readonly sort: HostSort; readonly limit: number; readonly offset: number },
) {
  const { sort, limit, offset } = page
  const query = { ...spanOf(range), ...(address && { address }), sort }
  const paged = { ...query, limit: String(limit), offset: String(offset) }
  return useQuery({
    queryKey: ['hosts', 'list', paged],
    queryFn: () => bodyOf(alertClient.hosts.$get({ query: paged as never })),
    placeholderData: keepPreviousData,
  })
}

/** Who talks to whom. */
export function useHostLinks({ range, address }: HostsAsked) {
  const query = { ...spanOf(range), ...(address && { address }), limit: String(linkLimit) }
  return useQuery({
    queryKey: ['hosts', 'links', query],
    queryFn: async () => {
      const { total, links } = await bodyOf(alertClient.hosts.links.$get({ query: query as never }))
      return {
        total,
        links: links.map(({ flows: flowCount, alerts: alertCount, ...link }) => ({
          ...link,
          flowCount,
          alertCount,
        })),
      }
    },
    placeholderData: keepPreviousData,
  })
}

export type HostRecord = NonNullable<ReturnType<typeof useHost>['data']>

/** One host in a time; nothing is asked with null as its name, which is no address. */
export function useHost(address: string | null, range: TimeRange) {
  return useQuery({
    queryKey: ['hosts', 'one', address, range],
    queryFn: () => {
      const asked = { param: { address: address ?? '' }, query: spanOf(range) }
      return bodyOf(alertClient.hosts[':address'].$get(asked))
    },
    enabled: address !== null,
    placeholderData: keepPreviousData,
  })
}

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

/** A time range as the routes of hosts and flows take it: RFC 3339. */
export function spanOf({ from, to }: TimeRange): { from?: string; to?: string } {
  const text = (seconds: number) => new Date(seconds * 1_000).toISOString()
  return {
    ...(from !== undefined && { from: text(from) }),
    ...(to !== undefined && { to: text(to) }),
  }
}
