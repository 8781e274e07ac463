import { useTable } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Alert } from 'step-3-persistence'
import { useLocation } from 'wouter'
import { useDecide } from '../alert/use-decide.ts'
import { problemOf } from '../api/api-error.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { alertColumns, alertTableFeatures } from './alert-columns.tsx'
import { AlertRow } from './alert-row.tsx'
import { AlertTableHeader } from './alert-table-header.tsx'
import { useRowKeys } from './use-row-keys.ts'

export interface AlertTableProps {
  readonly alerts: readonly Alert[]
  readonly total: number
  readonly onNearEnd: () => void
}

/** Rows beyond the screen that are kept ready: with a tall screen some 40 are in the page. */
const overscan = 8
const rowHeight = 56
const columnNames = alertColumns.map(({ header }) => String(header))

/** Any number of alerts as rows, of which only those on the screen are in the page. */
export function AlertTable({ alerts, total, onNearEnd }: AlertTableProps) {
  const [data] = [alerts as Alert[]] // The table only reads.
  const table = useTable({ features: alertTableFeatures, columns: alertColumns, data })
  const rows = table.getRowModel().rows
  const body = useRef<HTMLDivElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  const { decide, error } = useDecide()
  const [, navigate] = useLocation()
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin,
    scrollPaddingStart: 120,
    scrollPaddingEnd: 80,
  })
  const items = virtualizer.getVirtualItems()
  const selected = useRowKeys({
    alerts,
    onMove: (index) => virtualizer.scrollToIndex(index),
    onOpen: ({ alert_id }) => navigate(`/alerts/${alert_id}`),
    onDecide: decide,
  })
  useLayoutEffect(() => setScrollMargin(body.current?.offsetTop ?? 0), [])
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastIndex >= rows.length - overscan * 2) onNearEnd()
  }, [lastIndex, rows.length, onNearEnd])

  return (
    <>
      {error && <ProblemNote title="Not changed" problem={problemOf(error)} />}
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, which a table cannot be. */}
      <div
        role="table"
        aria-label="Alerts"
        aria-rowcount={total + 1}
        className="rounded-card border border-line bg-surface shadow-card"
      >
        <AlertTableHeader names={columnNames} />
        {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
        <div
          ref={body}
          role="rowgroup"
          className="relative"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <AlertRow
                key={row.original.alert_id}
                ref={virtualizer.measureElement}
                index={item.index}
                top={item.start - scrollMargin}
                isSelected={selected === item.index}
              >
                {row.getAllCells().map((cell) => (
                  <table.FlexRender key={cell.id} cell={cell} />
                ))}
              </AlertRow>
            )
          })}
        </div>
      </div>
    </>
  )
}
