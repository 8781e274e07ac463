import { useSearchParams } from 'wouter'
import { filterOfSearch } from '../api/alert-filter.ts'
import { useAlertList } from '../api/alert-queries.ts'

export interface Neighbours {
  /** Addresses of the alerts before and after in the list that the page was opened from. */
  readonly previous: string | undefined
  readonly next: string | undefined
  /** That list. */
  readonly list: string
  /** `3 of 18`; empty where the alert is not in the part of the list that is loaded. */
  readonly place: string
}

/** The alerts beside this one, in the list whose filter the address carries. */
export function useNeighbours(alertId: string): Neighbours {
  const [search] = useSearchParams()
  const { data } = useAlertList({
    ...filterOfSearch(search),
    sort: search.get('sort') ?? 'last_seen',
    order: search.get('order') === 'asc' ? 'asc' : 'desc',
  })
  const alerts = data?.pages.flatMap((page) => page.alerts) ?? []
  const index = alerts.findIndex((one) => one.alert_id === alertId)
  const query = search.size > 0 ? `?${search}` : ''
  const addressAt = (place: number) => {
    const alert = index < 0 ? undefined : alerts[place]
    return alert && `/alerts/${alert.alert_id}${query}`
  }
  const total = data?.pages[0]?.total ?? 0
  return {
    previous: addressAt(index - 1),
    next: addressAt(index + 1),
    list: `/alerts${query}`,
    place: index < 0 ? '' : `${index + 1} of ${total.toLocaleString('en')}`,
  }
}
