import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { clearArrivals } from '../api/alert-cache.ts'
import { apiQueryOf, wouldMatch } from '../api/alert-filter.ts'
import { useAlertList, useAlertTotal, useArrivals } from '../api/alert-queries.ts'
import { loadNextPage } from '../api/next-page.ts'
import { AlertTable } from './alert-table.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { InboxFrame } from './inbox-frame.tsx'
import { useInboxFilter } from './use-inbox-filter.ts'
import { useSelection } from './use-selection.ts'

/** Alerts one by one. */
export function AlertInbox() {
  const { filter, sort, order, set } = useInboxFilter()
  const list = useAlertList({ ...filter, sort, order })
  const { data: total } = useAlertTotal(apiQueryOf(filter))
  const { data: all } = useAlertTotal({})
  const queries = useQueryClient()
  const arrivals = useArrivals().filter((alert) => wouldMatch(alert, filter))
  const pages = list.data?.pages
  const alerts = useMemo(() => pages?.flatMap((page) => page.alerts) ?? [], [pages])
  const selection = useSelection(alerts.map(({ alert_id }) => alert_id))

  function showArrivals(): void {
    clearArrivals(queries)
    // What is older than the first row would be loaded somewhere below: by arrival it is on top.
    const top = alerts[0]?.last_seen_epoch ?? 0
    const isBelow = sort !== 'last_seen' || arrivals.some((one) => one.last_seen_epoch < top)
    if (alerts.length > 0 && isBelow && sort !== 'updated_at') set('sort', 'updated_at')
    else void list.refetch()
  }

  return (
    <InboxFrame
      view="alerts"
      list={list}
      rowCount={alerts.length}
      {...{ total, all }}
      arrivalCount={arrivals.length}
      onShowArrivals={showArrivals}
    >
      <BulkBar of="alerts" selection={selection} filter={apiQueryOf(filter)} total={total} />
      {alerts.length > 0 && (
        <AlertTable
          alerts={alerts}
          total={total ?? alerts.length}
          selection={selection}
          onNearEnd={() => loadNextPage(list)}
        />
      )}
    </InboxFrame>
  )
}
