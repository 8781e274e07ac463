import { type ReactNode, useEffect, useRef } from 'react'
import { problemOf } from '../api/api-error.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { Facets } from './facets.tsx'
import { FilterBar } from './filter-bar.tsx'
import { InboxEmpty } from './inbox-empty.tsx'
import { InboxHeading } from './inbox-heading.tsx'
import type { InboxView } from './inbox-view.ts'
import { useInboxFilter } from './use-inbox-filter.ts'

export interface InboxFrameProps {
  readonly view: InboxView
  readonly list: {
    readonly isPending: boolean
    readonly isSuccess: boolean
    readonly error: Error | null
  }
  readonly rowCount: number
  readonly total: number | undefined
  /** Without a filter. */
  readonly all: number | undefined
  readonly arrivalCount: number
  readonly onShowArrivals: () => void
  readonly children: ReactNode
}

/** What both lists of the inbox have around them: counts, filters, facets, and why they are empty. */
export function InboxFrame(props: InboxFrameProps) {
  const { view, list, rowCount, total, all, arrivalCount, onShowArrivals, children } = props
  const { filter } = useInboxFilter()
  const isEmpty = list.isSuccess && rowCount === 0
  // In an empty list no row can move, so what comes is shown at once.
  const show = useRef(onShowArrivals)
  show.current = onShowArrivals
  const hasArrivals = arrivalCount > 0
  useEffect(() => {
    if (isEmpty && hasArrivals) show.current()
  }, [isEmpty, hasArrivals])

  function showOnTop(): void {
    window.scrollTo({ top: 0 })
    onShowArrivals()
  }

  return (
    <div className="flex flex-col gap-3">
      <InboxHeading {...{ view, total, all, arrivalCount }} onShowArrivals={showOnTop} />
      <FilterBar view={view} />
      {list.error && (
        <ProblemNote title={`The ${view} could not be read`} problem={problemOf(list.error)} />
      )}
      <div className="flex flex-col gap-3 2xl:grid 2xl:grid-cols-[13rem_minmax(0,1fr)] 2xl:items-start">
        <FacetPanel view={view} />
        <div className="flex min-w-0 flex-col gap-3">
          {list.isPending && (
            <p className="py-10 text-center text-ink-soft">Reading the {view} …</p>
          )}
          {isEmpty && <InboxEmpty view={view} filter={filter} all={all} />}
          {children}
        </div>
      </div>
    </div>
  )
}

/** Beside the list where there is room, folded above it where there is none. */
function FacetPanel({ view }: { view: InboxView }) {
  const isWide = useMediaQuery('(min-width: 96rem)')
  if (isWide) {
    return (
      <section
        aria-label="Facets"
        className="sticky top-16 max-h-[calc(100dvh-5rem)] overflow-y-auto"
      >
        <Facets view={view} />
      </section>
    )
  }
  return (
    <details className="rounded-card border border-line bg-surface px-3 shadow-card">
      <summary className="flex min-h-9 cursor-pointer items-center text-sm font-medium">
        Facets: kinds, hosts, techniques, captures
      </summary>
      <div className="pb-3 sm:columns-2 lg:columns-3 [&_fieldset]:break-inside-avoid">
        <Facets view={view} />
      </div>
    </details>
  )
}
