import type { InboxColumn } from './inbox-row.tsx'
import { useInboxFilter } from './use-inbox-filter.ts'

export interface InboxTableHeaderProps {
  readonly columns: readonly InboxColumn[]
  /** The classes of the columns on a wide screen. */
  readonly grid: string
  /** Whether a second click on a column turns the order round. */
  readonly isReversible: boolean
  readonly isAllSelected: boolean
  readonly onSelectAll: () => void
}

/** The names of the columns, which sort; on a phone the order is chosen above the list. */
export function InboxTableHeader(props: InboxTableHeaderProps) {
  const { columns, grid, isReversible, isAllSelected, onSelectAll } = props
  const { sort, set, ...filter } = useInboxFilter()
  const order = isReversible ? filter.order : 'desc'
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above.
    <div
      role="rowgroup"
      className="sticky top-13 z-[5] rounded-t-card bg-surface max-lg:static max-lg:rounded-none"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the buttons in it are. */}
      <div
        role="row"
        aria-rowindex={1}
        className={`flex gap-x-4 border-b border-line px-4 py-1 text-xs text-ink-soft lg:grid ${grid}`}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: as above. */}
        <div role="columnheader">
          <label className="grid size-6 place-items-center">
            <span className="sr-only">Select all that are loaded</span>
            <input
              type="checkbox"
              checked={isAllSelected}
              onChange={onSelectAll}
              className="size-4 accent-accent"
            />
          </label>
        </div>
        {columns.map(({ name, sort: key }) => {
          const isSorted = key !== undefined && key === sort
          const direction = order === 'asc' ? 'ascending' : 'descending'
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above.
            // biome-ignore lint/a11y/useFocusableInteractive: as above.
            <div
              key={name}
              role="columnheader"
              aria-sort={isSorted ? direction : undefined}
              className="flex items-center font-medium max-lg:sr-only"
            >
              {key === undefined ? (
                name
              ) : (
                <button
                  type="button"
                  className="min-h-6 rounded hover:text-ink"
                  onClick={() => {
                    if (!isSorted) set('sort', key === 'last_seen' ? '' : key)
                    else if (isReversible) set('order', order === 'asc' ? '' : 'asc')
                  }}
                >
                  {name}
                  {isSorted && (order === 'asc' ? ' ↑' : ' ↓')}
                </button>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
