import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Alert } from 'step-3-persistence'
import { useLocation, useSearch } from 'wouter'
import { useDecide } from '../alert/use-decide.ts'
import { problemOf } from '../api/api-error.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { AlertRow } from './alert-row.tsx'
import { AlertTableHeader } from './alert-table-header.tsx'
import { useRowKeys } from './use-row-keys.ts'
import type { Selection } from './use-selection.ts'

export interface AlertTableProps {
  readonly alerts: readonly Alert[]
  readonly total: number
  readonly selection: Selection
  readonly onNearEnd: () => void
}

/** Rows beyond the screen that are kept ready: with a tall screen some 40 are in the page. */
const overscan = 8
const rowHeight = 64

/** Any number of alerts as rows, of which only those on the screen are in the page. */
export function AlertTable({ alerts, total, selection, onNearEnd }: AlertTableProps) {
  const body = useRef<HTMLDivElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  const { decide, error } = useDecide()
  const [, navigate] = useLocation()
  const search = useSearch()
  // The filter goes along, so that the page of the alert leads to the next one of this list.
  const addressOf = ({ alert_id }: Alert) => `/alerts/${alert_id}${search ? `?${search}` : ''}`
  const virtualizer = useWindowVirtualizer({
    count: alerts.length,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin,
    scrollPaddingStart: 120,
    scrollPaddingEnd: 80,
  })
  const items = virtualizer.getVirtualItems()
  const current = useRowKeys({
    alerts,
    onMove: (index) => virtualizer.scrollToIndex(index),
    onOpen: (alert) => navigate(addressOf(alert)),
    onDecide: decide,
    onSelect: selection.toggle,
  })
  useLayoutEffect(() => {
    // Whatever stands above the rows may grow: the bar of the selection, a note.
    const top = body.current ? body.current.getBoundingClientRect().top + scrollY : 0
    setScrollMargin(Math.round(top))
  }, [selection.ids.size, error])
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastIndex >= alerts.length - overscan * 2) onNearEnd()
  }, [lastIndex, alerts.length, onNearEnd])

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
        <AlertTableHeader
          isAllSelected={selection.ids.size > 0 && selection.ids.size >= alerts.length}
          onSelectAll={selection.toggleAll}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
        <div
          ref={body}
          role="rowgroup"
          className="relative"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map((item) => {
            const alert = alerts[item.index]
            if (!alert) return null
            return (
              <AlertRow
                key={alert.alert_id}
                ref={virtualizer.measureElement}
                alert={alert}
                address={addressOf(alert)}
                index={item.index}
                top={item.start - scrollMargin}
                isCurrent={current === item.index}
                isSelected={selection.ids.has(alert.alert_id)}
                onSelect={(isRange) => selection.toggle(item.index, isRange)}
                onOpen={() => navigate(addressOf(alert))}
              />
            )
          })}
        </div>
      </div>
    </>
  )
}
