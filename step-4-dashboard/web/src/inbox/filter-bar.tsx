import { Link, useSearchParams } from 'wouter'
import { statuses, statusLooks } from '../alert/alert-status.ts'
import { apiQueryOf, filterCount } from '../api/alert-filter.ts'
import { useFacets, useNewestMoment } from '../api/alert-queries.ts'
import { SavedViews } from '../shell/saved-views.tsx'
import { TimeRange } from '../time/time-range.tsx'
import { DownloadLink } from '../ui/download-link.tsx'
import { Select } from '../ui/select.tsx'
import { ActiveFilters } from './active-filters.tsx'
import { type InboxView, withoutFilters } from './inbox-view.ts'
import { SearchField } from './search-field.tsx'
import { SeverityFilter } from './severity-filter.tsx'
import { useInboxFilter } from './use-inbox-filter.ts'

const orders = {
  incidents: [
    ['last_seen', 'Traffic time'],
    ['severity', 'Severity'],
  ],
  alerts: [
    ['last_seen', 'Traffic time'],
    ['created_at', 'Arrival'],
    ['updated_at', 'Last change'],
    ['severity', 'Severity'],
    ['score', 'Score'],
    ['count', 'Count'],
  ],
} as const satisfies Readonly<Record<InboxView, readonly (readonly [string, string])[]>>

/** The filters of the inbox; each change is a change of the address. */
export function FilterBar({ view }: { view: InboxView }) {
  const { filter, sort, set } = useInboxFilter()
  const [search] = useSearchParams()
  const { data: newest } = useNewestMoment()
  const { data: facets } = useFacets(filter, view)
  const count = filterCount(filter)
  return (
    <search className="flex flex-col gap-2 rounded-card border border-line bg-surface px-3 py-2.5 shadow-card">
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <SearchField
          value={filter.q ?? ''}
          onChange={(value) => set('q', value)}
          kinds={facets?.kind?.map(({ value }) => value) ?? []}
        />
        <SeverityFilter
          value={filter.severity ?? ''}
          counts={facets?.severity}
          onChange={(value) => set('severity', value)}
        />
        <div className="flex min-w-0 flex-wrap items-end gap-2">
          <TimeRange newest={newest ?? undefined} />
          <Select
            label="Status"
            value={filter.status ?? ''}
            onChange={(value) => set('status', value)}
          >
            <option value="">Open</option>
            {statuses.map((status) => (
              <option key={status} value={status}>
                {statusLooks[status].label}
              </option>
            ))}
            <option value="all">All</option>
          </Select>
          <Select
            label="Order"
            value={sort}
            onChange={(value) => set('sort', value === 'last_seen' ? '' : value)}
          >
            {orders[view].map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </Select>
          <SavedViews />
          <Export view={view} query={apiQueryOf(filter)} />
        </div>
      </div>
      {count > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <ActiveFilters />
          <Link
            href={withoutFilters(search)}
            className="inline-flex min-h-6 items-center rounded text-sm font-medium text-accent hover:underline"
          >
            Clear {count === 1 ? '1 filter' : `${count} filters`}
          </Link>
        </div>
      )}
    </search>
  )
}

const formats = [
  ['csv', 'CSV: a spreadsheet'],
  ['jsonl', 'JSON lines: all fields'],
  ['eve', 'EVE: as Suricata writes'],
  ['ecs', 'ECS: Elastic'],
  ['cef', 'CEF: ArcSight'],
  ['stix', 'STIX 2.1'],
] as const

/** The alerts that match, all pages of them, for another program. */
function Export({
  view,
  query,
}: {
  readonly view: InboxView
  readonly query: Readonly<Record<string, string>>
}) {
  return (
    <details className="relative">
      <summary className="inline-flex min-h-8 cursor-pointer items-center rounded-md border border-line-strong px-3 text-sm font-medium hover:bg-sunken">
        {view === 'alerts' ? 'Export' : 'Export alerts'}
      </summary>
      <ul className="absolute right-0 z-20 mt-1 w-56 rounded-card border border-line-strong bg-raised p-1 text-sm shadow-card max-sm:right-auto max-sm:left-0">
        {formats.map(([format, label]) => (
          <li key={format}>
            <DownloadLink
              path={`/api/alerts/export?${new URLSearchParams({ ...query, format })}`}
              className="flex min-h-8 items-center rounded-md px-3 hover:bg-sunken"
            >
              {label}
            </DownloadLink>
          </li>
        ))}
      </ul>
    </details>
  )
}
