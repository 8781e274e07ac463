import { useRef } from 'react'
import type { Alert } from 'step-3-persistence'
import { useLocation, useSearch } from 'wouter'
import { isDecided } from '../alert/alert-status.ts'
import { useDecide } from '../alert/use-decide.ts'
import { problemOf } from '../api/api-error.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { alertColumns } from './alert-columns.tsx'
import { alertGrid } from './inbox-grid.ts'
import { InboxRow } from './inbox-row.tsx'
import { InboxTable } from './inbox-table.tsx'
import { useRowKeys } from './use-row-keys.ts'
import type { Selection } from './use-selection.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

export interface AlertTableProps {
  readonly alerts: readonly Alert[]
  readonly total: number
  readonly selection: Selection
  readonly onNearEnd: () => void
}

/** Any number of alerts as rows. */
export function AlertTable({ alerts, total, selection, onNearEnd }: AlertTableProps) {
  const ids = alerts.map(({ alert_id }) => alert_id)
  const body = useRef<HTMLDivElement>(null)
  const { decide, error } = useDecide()
  const [, navigate] = useLocation()
  const search = useSearch()
  // The filter goes along, so that the page of the alert leads to the next one of this list.
  const addressOf = ({ alert_id }: Alert) => `/alerts/${alert_id}${search ? `?${search}` : ''}`
  const { rows, height, measure, scrollTo } = useVirtualRows({
    body,
    ids,
    above: `${selection.ids.size} ${error}`,
    onNearEnd,
  })
  const open = (index: number) => {
    const alert = alerts[index]
    if (alert) navigate(addressOf(alert))
  }
  const current = useRowKeys({
    ids,
    onMove: scrollTo,
    onOpen: open,
    onDecide: (index, status) => {
      const alert = alerts[index]
      if (alert) void decide(alert, status)
      return index + 1
    },
    onSelect: selection.toggle,
  })

  return (
    <>
      {error && <ProblemNote title="Not changed" problem={problemOf(error)} />}
      <InboxTable
        label="Alerts"
        columns={alertColumns}
        grid={alertGrid}
        rowCount={total}
        body={body}
        height={height}
        isReversible
        isAllSelected={selection.ids.size > 0 && selection.ids.size >= alerts.length}
        onSelectAll={selection.toggleAll}
      >
        {rows.map(({ index, top }) => {
          const alert = alerts[index]
          if (!alert) return null
          return (
            <InboxRow
              key={alert.alert_id}
              ref={measure}
              index={index}
              top={top}
              grid={alertGrid}
              isCurrent={current === index}
              isSelected={selection.ids.has(alert.alert_id)}
              isFaint={isDecided(alert.status)}
              selects={alert.title}
              cells={alertColumns.map((column) => ({
                column,
                content: column.cell(alert, addressOf(alert)),
              }))}
              onSelect={(isRange) => selection.toggle(index, isRange)}
              onOpen={() => open(index)}
            />
          )
        })}
      </InboxTable>
    </>
  )
}
