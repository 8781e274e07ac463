import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Alert } from 'step-3-persistence'
import { type AlertPage, alertKeys, recentAlertCount } from './alert-cache.ts'
import {
  type AlertFilter,
  type AlertListQuery,
  apiQueryOf,
  incidentQueryOf,
} from './alert-filter.ts'
import { alertClient, bodyOf } from './client.ts'

/** A page fills three screens. */
const pageSize = 100

/** The newest alerts, for the list beside the charts. */
export function useRecentAlerts() {
  return useQuery({
    queryKey: alertKeys.recent,
    queryFn: async (): Promise<Alert[]> => {
      const query = { sort: 'updated_at', limit: String(recentAlertCount) } as const
      return (await bodyOf(alertClient.alerts.$get({ query }))).alerts
    },
  })
}

/** The inbox, page by page. It is only loaded anew when it is asked for, so that no row moves. */
export function useAlertList({ sort, order, ...filter }: AlertListQuery) {
  const query = { ...apiQueryOf(filter), ...(sort ? { sort } : {}), ...(order ? { order } : {}) }
  return useInfiniteQuery({
    queryKey: [...alertKeys.lists, query],
    initialPageParam: '',
    queryFn: async ({ pageParam }): Promise<AlertPage> => {
      const cursor = pageParam === '' ? {} : { cursor: pageParam }
      return bodyOf(listAlerts({ ...query, ...cursor, limit: String(pageSize) }))
    },
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** As many as the API gives in one answer. */
const pairCount = 500

/** Source and target of the newest alerts. */
export function useAlertPairs() {
  return useQuery({
    queryKey: [...alertKeys.totals, 'pairs'],
    queryFn: async () => {
      const query = { sort: 'last_seen', limit: String(pairCount) }
      return (await bodyOf(listAlerts(query))).alerts.map(({ source, target }) => ({
        source,
        target,
      }))
    },
  })
}

/** How many alerts match, wherever they are. */
export function useAlertTotal(query: Readonly<Record<string, string>>) {
  return useQuery({
    queryKey: [...alertKeys.totals, query],
    queryFn: async () => (await bodyOf(listAlerts({ ...query, limit: '1' }))).total,
  })
}

/** The traffic time of the newest alert: old captures are looked at as they were. */
export function useNewestMoment() {
  return useQuery({
    queryKey: [...alertKeys.totals, 'newest'],
    queryFn: async () => {
      const { alerts } = await bodyOf(listAlerts({ sort: 'last_seen', limit: '1' }))
      return alerts[0]?.last_seen_epoch ?? null
    },
  })
}

/** How many alerts or incidents have which severity, kind, host …, under the filter. */
export function useFacets(filter: AlertFilter, of: 'alerts' | 'incidents' = 'alerts') {
  const query = of === 'alerts' ? apiQueryOf(filter) : incidentQueryOf(filter)
  return useQuery({
    queryKey: [...alertKeys.totals, 'facets', of, query],
    queryFn: async () => {
      const { $get } = alertClient[of].facets
      type Query = Parameters<typeof $get>[0]['query']
      return bodyOf($get({ query: query as unknown as Query }))
    },
    placeholderData: keepPreviousData,
  })
}

/** Alerts that have come since the inbox was loaded. */
export function useArrivals(): readonly Alert[] {
  return useQuery<Alert[]>({ queryKey: alertKeys.arrivals, enabled: false, initialData: [] }).data
}

export function useAlertDetail(alertId: string) {
  return useQuery({
    queryKey: alertKeys.detail(alertId),
    queryFn: () => bodyOf(alertClient.alerts[':id'].$get({ param: { id: alertId } })),
  })
}

/** How many of the packets behind an alert are still there, and why not all. */
export function useKeptPackets(alertId: string) {
  return useQuery({
    queryKey: [...alertKeys.detail(alertId), 'packets'],
    queryFn: () => bodyOf(alertClient.alerts[':id'].packets.$get({ param: { id: alertId } })),
  })
}

/** The words of the address go to the server as they are: it checks them and says what is wrong. */
function listAlerts(query: Readonly<Record<string, string>>) {
  type Query = Parameters<typeof alertClient.alerts.$get>[0]['query']
  return alertClient.alerts.$get({ query: query as unknown as Query })
}
