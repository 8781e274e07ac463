import type { ReactNode, Ref } from 'react'
import { visibleText } from '../format/visible-text.ts'

/** A column of the inbox, in the header and as the place of a cell. */
export interface InboxColumn {
  readonly name: string
  /** What the server sorts by when the name of the column is clicked. */
  readonly sort?: string
  readonly look: string
}

export interface InboxRowProps {
  readonly ref: Ref<HTMLDivElement>
  /** From 0, in the whole list. */
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  /** The classes of its columns on a wide screen. */
  readonly grid: string
  readonly isCurrent: boolean
  readonly isSelected: boolean
  /** Decided: it stands back. */
  readonly isFaint: boolean
  /** What its box selects; a row without it has none. */
  readonly selects?: string
  readonly cells: readonly { readonly column: InboxColumn; readonly content: ReactNode }[]
  readonly onSelect: (isRange: boolean) => void
  readonly onOpen: () => void
}

/** A row of the inbox: columns side by side on a wide screen, lines of a card on a phone. */
export function InboxRow(props: InboxRowProps) {
  const { ref, index, top, grid, isCurrent, isSelected, isFaint, cells, onSelect, onOpen } = props
  const { selects } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, which a table cannot be.
    // biome-ignore lint/a11y/useFocusableInteractive: the link in it takes the focus.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the link in it has the keys.
    <div
      ref={ref}
      role="row"
      data-index={index}
      data-row-index={index}
      aria-rowindex={index + 2}
      aria-current={isCurrent || undefined}
      aria-selected={isSelected}
      onClick={(event) => {
        const isOwn =
          event.target instanceof Element && event.target.closest('a,button,input,label')
        if (!isOwn && getSelection()?.isCollapsed !== false) onOpen()
      }}
      style={{ transform: `translateY(${top}px)` }}
      className={`absolute inset-x-0 top-0 flex cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 lg:grid lg:min-h-14 ${grid} ${
        isSelected || isCurrent ? 'bg-accent-soft' : 'hover:bg-sunken'
      } ${isCurrent ? 'shadow-[inset_3px_0_0_var(--accent)]' : ''}`}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div role="cell" className="max-lg:order-0">
        {selects !== undefined && (
          <label className="grid size-6 place-items-center">
            <span className="sr-only">Select {visibleText(selects)}</span>
            <input
              type="checkbox"
              checked={isSelected}
              onChange={() => {}}
              onClick={(event) => onSelect(event.shiftKey)}
              className="size-4 accent-accent"
            />
          </label>
        )}
      </div>
      {cells.map(({ column, content }) => (
        // biome-ignore lint/a11y/useSemanticElements: as above.
        <div
          key={column.name}
          role="cell"
          className={`${column.look} ${isFaint ? 'text-ink-soft' : ''}`}
        >
          {content}
        </div>
      ))}
    </div>
  )
}
