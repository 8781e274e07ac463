import type { Ref } from 'react'
import type { Alert } from 'step-3-persistence'
import { visibleText } from '../format/visible-text.ts'
import { alertColumns } from './alert-columns.tsx'
import { gridColumns } from './alert-grid.ts'

export interface AlertRowProps {
  readonly ref: Ref<HTMLDivElement>
  readonly alert: Alert
  /** Where its sentence leads. */
  readonly address: string
  /** From 0, in the whole list. */
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  readonly isCurrent: boolean
  readonly isSelected: boolean
  readonly onSelect: (isRange: boolean) => void
  readonly onOpen: () => void
}

/** A row of the inbox: columns side by side on a wide screen, lines of a card on a phone. */
export function AlertRow(props: AlertRowProps) {
  const { ref, alert, address, index, top, isCurrent, isSelected, onSelect, onOpen } = props
  const isDecided = alert.status === 'resolved' || alert.status === 'false_positive'
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
      className={`absolute inset-x-0 top-0 flex cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 lg:grid lg:min-h-14 ${gridColumns} ${
        isSelected || isCurrent ? 'bg-accent-soft' : 'hover:bg-sunken'
      } ${isCurrent ? 'shadow-[inset_3px_0_0_var(--accent)]' : ''}`}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div role="cell" className="max-lg:order-0">
        <label className="grid size-6 place-items-center">
          <span className="sr-only">Select {visibleText(alert.title)}</span>
          <input
            type="checkbox"
            checked={isSelected}
            onChange={() => {}}
            onClick={(event) => onSelect(event.shiftKey)}
            className="size-4 accent-accent"
          />
        </label>
      </div>
      {alertColumns.map(({ name, look, cell }) => (
        // biome-ignore lint/a11y/useSemanticElements: as above.
        <div key={name} role="cell" className={`${look} ${isDecided ? 'text-ink-soft' : ''}`}>
          {cell(alert, address)}
        </div>
      ))}
    </div>
  )
}
