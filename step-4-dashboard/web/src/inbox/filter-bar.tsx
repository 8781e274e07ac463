import { Link, useSearchParams } from 'wouter'
import { statuses, statusLooks } from '../alert/alert-status.ts'
import { filterCount, filterOfSearch } from '../api/alert-filter.ts'
import { Select } from '../ui/select.tsx'
import { SearchField } from './search-field.tsx'
import { SeverityFilter } from './severity-filter.tsx'

/** The filters of the inbox; each change is a change of the address. */
export function FilterBar() {
  const [search, setSearch] = useSearchParams()
  const filter = filterOfSearch(search)
  const count = filterCount(filter)

  function set(name: string, value: string): void {
    setSearch(
      (old) => {
        const next = new URLSearchParams(old)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  }

  return (
    <search className="flex flex-wrap items-end gap-x-3 gap-y-2 rounded-card border border-line bg-surface px-3 py-2.5 shadow-card">
      <SearchField value={filter.q ?? ''} onChange={(value) => set('q', value)} />
      <SeverityFilter value={filter.severity ?? ''} onChange={(value) => set('severity', value)} />
      <div className="grid grid-cols-3 gap-2 max-sm:w-full">
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
          label="Traffic"
          value={filter.capture_source ?? ''}
          onChange={(value) => set('capture_source', value)}
        >
          <option value="">All</option>
          <option value="live">Live</option>
          <option value="pcap">Captures</option>
          <option value="simulate">Simulated</option>
        </Select>
        <Select
          label="Order"
          value={search.get('sort') ?? ''}
          onChange={(value) => set('sort', value)}
        >
          <option value="">Last seen</option>
          <option value="severity">Severity</option>
          <option value="score">Score</option>
          <option value="count">Count</option>
          <option value="updated_at">Last change</option>
        </Select>
      </div>
      {count > 0 && (
        <Link
          href="/alerts"
          className="mb-1 inline-flex min-h-6 items-center rounded text-sm font-medium text-accent hover:underline"
        >
          Clear {count === 1 ? '1 filter' : `${count} filters`}
        </Link>
      )}
    </search>
  )
}
