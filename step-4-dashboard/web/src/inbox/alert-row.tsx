import { Children, type ReactNode, type Ref } from 'react'
import { gridColumns } from './alert-grid.ts'

export interface AlertRowProps {
  readonly ref: Ref<HTMLDivElement>
  /** From 0, in the whole list. */
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  readonly isSelected: boolean
  /** One child a column. */
  readonly children: ReactNode
}

/** A row of the inbox: columns side by side on a wide screen, lines of a card on a phone. */
export function AlertRow({ ref, index, top, isSelected, children }: AlertRowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, which a table cannot be.
    // biome-ignore lint/a11y/useFocusableInteractive: the link in it takes the focus.
    <div
      ref={ref}
      role="row"
      data-index={index}
      data-row-index={index}
      aria-rowindex={index + 2}
      aria-current={isSelected || undefined}
      style={{ transform: `translateY(${top}px)` }}
      className={`absolute inset-x-0 top-0 flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 lg:grid lg:min-h-14 ${gridColumns} ${
        isSelected ? 'bg-accent-soft shadow-[inset_3px_0_0_var(--accent)]' : 'hover:bg-sunken'
      }`}
    >
      {Children.map(children, (child, column) => (
        // biome-ignore lint/a11y/useSemanticElements: as above.
        <div role="cell" className={cellLooks[column]}>
          {child}
        </div>
      ))}
    </div>
  )
}

/** By column: severity, alert, count, first seen, last seen, status. */
const cellLooks = [
  'max-lg:order-1',
  'max-lg:order-3 max-lg:w-full min-w-0',
  'max-lg:hidden text-sm',
  'max-lg:hidden text-sm text-ink-soft',
  'max-lg:order-4 max-lg:w-full text-sm max-lg:text-xs',
  'max-lg:order-2 max-lg:ml-auto',
]
