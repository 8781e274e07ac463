import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useSearchParams } from 'wouter'
import { clearArrivals } from '../api/alert-cache.ts'
import { filterOfSearch, wouldMatch } from '../api/alert-filter.ts'
import { useAlertList, useArrivals } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { useTitle } from '../shell/use-title.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { AlertTable } from './alert-table.tsx'
import { FilterBar } from './filter-bar.tsx'
import { InboxEmpty } from './inbox-empty.tsx'
import { InboxHeading } from './inbox-heading.tsx'

/** Alerts by filter; the filter is the address, so a link shows the same list. */
export function InboxPage() {
  useTitle('Alerts')
  const [search] = useSearchParams()
  const filter = useMemo(() => filterOfSearch(search), [search])
  const sort = search.get('sort') ?? 'last_seen'
  const list = useAlertList({ ...filter, sort })
  const queries = useQueryClient()
  const arrivals = useArrivals().filter((alert) => wouldMatch(alert, filter))
  const pages = list.data?.pages
  const alerts = useMemo(() => pages?.flatMap((page) => page.alerts) ?? [], [pages])
  const { refetch } = list

  function showArrivals(): void {
    clearArrivals(queries)
    window.scrollTo({ top: 0 })
    void refetch()
  }

  // In an empty list no row can move, so what comes is shown at once.
  const isEmpty = list.isSuccess && alerts.length === 0
  const hasArrivals = arrivals.length > 0
  useEffect(() => {
    if (!isEmpty || !hasArrivals) return
    clearArrivals(queries)
    void refetch()
  }, [isEmpty, hasArrivals, queries, refetch])

  return (
    <div className="flex flex-col gap-3">
      <InboxHeading
        total={pages?.[0]?.total}
        arrivalCount={arrivals.length}
        onShowArrivals={showArrivals}
      />
      <FilterBar />
      {list.error && (
        <ProblemNote title="The alerts could not be read" problem={problemOf(list.error)} />
      )}
      {isEmpty && <InboxEmpty filter={filter} />}
      {alerts.length > 0 && (
        <AlertTable
          alerts={alerts}
          total={pages?.[0]?.total ?? alerts.length}
          onNearEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
          }}
        />
      )}
    </div>
  )
}
