import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Alert, AlertDetail } from 'step-3-persistence'

/** One page of the inbox, as the server answers. */
export interface AlertPage {
  readonly total: number
  readonly next_cursor: string | null
  readonly alerts: readonly Alert[]
}

/** Alerts in the list beside the charts. */
export const recentAlertCount = 6
/** "500 new" says enough; the list itself is loaded from the server. */
const arrivalCountMax = 500

export const alertKeys = {
  all: ['alerts'],
  recent: ['alerts', 'recent'],
  lists: ['alerts', 'list'],
  totals: ['alerts', 'total'],
  arrivals: ['alerts', 'arrivals'],
  incidents: ['alerts', 'incidents'],
  detail: (alertId: string) => ['alerts', 'detail', alertId],
} as const

/**
 * Takes an alert that the server pushed into everything that is on the screen. Rows of the inbox
 * change where they stand; new ones wait in `arrivals` until the user asks for them.
 */
export function addLiveAlert(queries: QueryClient, alert: Alert): void {
  queries.setQueryData<Alert[]>(alertKeys.recent, (old) => old && withNewest(old, alert))
  const isListed = patchLists(queries, alert)
  if (!isListed) {
    queries.setQueryData<Alert[]>(alertKeys.arrivals, (old) =>
      withNewest(old ?? [], alert, arrivalCountMax),
    )
  }
  void queries.invalidateQueries({ queryKey: alertKeys.detail(alert.alert_id) })
  void queries.invalidateQueries({ queryKey: alertKeys.totals }, { cancelRefetch: false })
}

/** Shows an alert as a person has just changed it, wherever it is shown. */
export function showChangedAlert(queries: QueryClient, alert: AlertDetail): void {
  queries.setQueryData(alertKeys.detail(alert.alert_id), alert)
  queries.setQueryData<Alert[]>(alertKeys.recent, (old) => old?.map(replaceBy(alert)))
  patchLists(queries, alert)
  void queries.invalidateQueries({ queryKey: alertKeys.totals })
  void queries.invalidateQueries({ queryKey: alertKeys.incidents })
}

/** After a lost connection nothing that is shown is known to be so any more. */
export function resyncAlerts(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: alertKeys.all })
}

export function clearArrivals(queries: QueryClient): void {
  queries.setQueryData<Alert[]>(alertKeys.arrivals, [])
}

function patchLists(queries: QueryClient, alert: Alert): boolean {
  let isListed = false
  queries.setQueriesData<InfiniteData<AlertPage>>({ queryKey: alertKeys.lists }, (old) => {
    if (!old?.pages.some(({ alerts }) => alerts.some(isSame(alert)))) return old
    isListed = true
    const pages = old.pages.map((page) => ({
      ...page,
      alerts: page.alerts.map(replaceBy(alert)),
    }))
    return { ...old, pages }
  })
  return isListed
}

function withNewest(alerts: readonly Alert[], alert: Alert, countMax = recentAlertCount): Alert[] {
  return [alert, ...alerts.filter((other) => !isSame(alert)(other))].slice(0, countMax)
}

function isSame({ alert_id }: Alert): (other: Alert) => boolean {
  return (other) => other.alert_id === alert_id
}

function replaceBy(alert: Alert): (other: Alert) => Alert {
  return (other) => (isSame(alert)(other) ? alert : other)
}
