import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Incident } from 'step-3-persistence'
import { alertKeys } from './alert-cache.ts'
import type { AlertFilter } from './alert-filter.ts'
import { alertClient, bodyOf } from './client.ts'

const pageSize = 100
/** Incidents that are asked for again with each alert; less than a page, so that a page holds them. */
const newestCount = 50

export type IncidentSort = 'last_seen' | 'severity'

interface IncidentPage {
  readonly total: number
  readonly next_cursor: string | null
  readonly incidents: readonly Incident[]
  /** Those that were the newest when the first page was read: they are no news. */
  readonly knownIds: readonly string[]
}

/** Incidents page by page. Like the alerts they are loaded anew only when that is asked for. */
export function useIncidentList(filter: AlertFilter, sort: IncidentSort) {
  return useInfiniteQuery({
    queryKey: [...alertKeys.incidents, filter, sort],
    initialPageParam: '',
    queryFn: async ({ pageParam }): Promise<IncidentPage> => {
      const isFirst = pageParam === ''
      const cursor = isFirst ? {} : { cursor: pageParam }
      const [page, newest] = await Promise.all([
        listIncidents({ ...filter, ...cursor, sort, limit: String(pageSize) }),
        isFirst && sort !== 'last_seen' ? listNewest(filter) : [],
      ])
      return { ...page, knownIds: newest.map(({ incident_id }) => incident_id) }
    },
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The newest incidents as they are now: asked for again with each alert that comes. */
export function useNewestIncidents(filter: AlertFilter) {
  return useQuery({
    queryKey: [...alertKeys.totals, 'incidents', 'newest', filter],
    queryFn: () => listNewest(filter),
  })
}

export function useIncidentTotal(filter: AlertFilter) {
  return useQuery({
    queryKey: [...alertKeys.totals, 'incidents', filter],
    queryFn: async () => (await listIncidents({ ...filter, limit: '1' })).total,
  })
}

/** One incident with its gravest alerts, as a query of its own or one of many. @param id Of the incident, or of any of its alerts. */
export function incidentQuery(id: string) {
  return {
    queryKey: [...alertKeys.totals, 'incident', id],
    queryFn: () => bodyOf(alertClient.incidents[':id'].$get({ param: { id } })),
  }
}

async function listNewest(filter: AlertFilter): Promise<Incident[]> {
  return (await listIncidents({ ...filter, limit: String(newestCount) })).incidents
}

/** The words of the address go to the server as they are: it checks them and says what is wrong. */
function listIncidents(query: Readonly<Record<string, string>>) {
  type Query = Parameters<typeof alertClient.incidents.$get>[0]['query']
  return bodyOf(alertClient.incidents.$get({ query: query as unknown as Query }))
}
