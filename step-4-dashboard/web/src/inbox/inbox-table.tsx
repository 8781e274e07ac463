import type { ReactNode, Ref } from 'react'
import type { InboxColumn } from './inbox-row.tsx'
import { InboxTableHeader } from './inbox-table-header.tsx'

export interface InboxTableProps {
  /** What a screen reader calls it. */
  readonly label: string
  readonly columns: readonly InboxColumn[]
  /** The classes of the columns on a wide screen. */
  readonly grid: string
  /** Of the whole list, in the page or not. */
  readonly rowCount: number
  readonly body: Ref<HTMLDivElement>
  /** Of all rows, in pixels. */
  readonly height: number
  readonly isReversible: boolean
  readonly isAllSelected: boolean
  readonly onSelectAll: () => void
  readonly children: ReactNode
}

/** The frame of a list of the inbox: names of columns that sort, and room for all rows. */
export function InboxTable({
  label,
  rowCount,
  body,
  height,
  children,
  ...header
}: InboxTableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, which a table cannot be.
    <div
      role="table"
      aria-label={label}
      aria-rowcount={rowCount + 1}
      className="rounded-card border border-line bg-surface shadow-card"
    >
      <InboxTableHeader {...header} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div ref={body} role="rowgroup" className="relative" style={{ height }}>
        {children}
      </div>
    </div>
  )
}
