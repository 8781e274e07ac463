import { alertColumns } from './alert-columns.tsx'
import { gridColumns } from './alert-grid.ts'
import { useInboxFilter } from './use-inbox-filter.ts'

export interface AlertTableHeaderProps {
  readonly isAllSelected: boolean
  readonly onSelectAll: () => void
}

/** The names of the columns, which sort; on a phone the order is chosen above the list. */
export function AlertTableHeader({ isAllSelected, onSelectAll }: AlertTableHeaderProps) {
  const { sort, order, set } = useInboxFilter()
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
        className={`flex gap-x-4 border-b border-line px-4 py-1 text-xs text-ink-soft lg:grid ${gridColumns}`}
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
        {alertColumns.map(({ name, sort: key }) => {
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
                    if (isSorted) set('order', order === 'asc' ? '' : 'asc')
                    else set('sort', key === 'last_seen' ? '' : key)
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
