import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { clearArrivals } from '../api/alert-cache.ts'
import { apiQueryOf, wouldMatch } from '../api/alert-filter.ts'
import { useAlertList, useAlertTotal, useArrivals } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { useTitle } from '../shell/use-title.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { AlertTable } from './alert-table.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { Facets } from './facets.tsx'
import { FilterBar } from './filter-bar.tsx'
import { InboxEmpty } from './inbox-empty.tsx'
import { InboxHeading } from './inbox-heading.tsx'
import { useInboxFilter } from './use-inbox-filter.ts'
import { useSelection } from './use-selection.ts'

/** Alerts by filter; the filter is the address, so a link shows the same list. */
export function InboxPage() {
  useTitle('Alerts')
  const { filter, sort, order, set } = useInboxFilter()
  const list = useAlertList({ ...filter, sort, order })
  const { data: total } = useAlertTotal(apiQueryOf(filter))
  const queries = useQueryClient()
  const arrivals = useArrivals().filter((alert) => wouldMatch(alert, filter))
  const pages = list.data?.pages
  const alerts = useMemo(() => pages?.flatMap((page) => page.alerts) ?? [], [pages])
  const selection = useSelection(alerts)
  const { refetch } = list

  function showArrivals(): void {
    clearArrivals(queries)
    window.scrollTo({ top: 0 })
    // What is older than the first row would be loaded somewhere below: by arrival it is on top.
    const top = alerts[0]?.last_seen_epoch ?? 0
    const isBelow = sort !== 'last_seen' || arrivals.some((one) => one.last_seen_epoch < top)
    if (isBelow && sort !== 'updated_at') set('sort', 'updated_at')
    else void refetch()
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
      <InboxHeading total={total} arrivalCount={arrivals.length} onShowArrivals={showArrivals} />
      <FilterBar />
      {list.error && (
        <ProblemNote title="The alerts could not be read" problem={problemOf(list.error)} />
      )}
      <div className="flex flex-col gap-3 2xl:grid 2xl:grid-cols-[13rem_minmax(0,1fr)] 2xl:items-start">
        <FacetPanel />
        <div className="flex min-w-0 flex-col gap-3">
          {list.isPending && (
            <p className="py-10 text-center text-ink-soft">Reading the alerts …</p>
          )}
          {isEmpty && <InboxEmpty filter={filter} />}
          <BulkBar selection={selection} filter={filter} total={total} />
          {alerts.length > 0 && (
            <AlertTable
              alerts={alerts}
              total={total ?? alerts.length}
              selection={selection}
              onNearEnd={() => {
                if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
              }}
            />
          )}
        </div>
      </div>
    </div>
  )
}

/** Beside the list where there is room, folded above it where there is none. */
function FacetPanel() {
  const isWide = useMediaQuery('(min-width: 96rem)')
  if (isWide) {
    return (
      <section
        aria-label="Facets"
        className="sticky top-16 max-h-[calc(100dvh-5rem)] overflow-y-auto"
      >
        <Facets />
      </section>
    )
  }
  return (
    <details className="rounded-card border border-line bg-surface px-3 shadow-card">
      <summary className="flex min-h-9 cursor-pointer items-center text-sm font-medium">
        Facets: kinds, hosts, techniques, captures
      </summary>
      <div className="pb-3 sm:columns-2 lg:columns-3 [&_fieldset]:break-inside-avoid">
        <Facets />
      </div>
    </details>
  )
}
