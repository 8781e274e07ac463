import { useRef } from 'react'
import type { AlertStatus, Incident } from 'step-3-persistence'
import { useLocation, useSearch } from 'wouter'
import { isDecided } from '../alert/alert-status.ts'
import { useDecide } from '../alert/use-decide.ts'
import { problemOf } from '../api/api-error.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { incidentGrid } from './inbox-grid.ts'
import { InboxRow } from './inbox-row.tsx'
import { InboxTable } from './inbox-table.tsx'
import { incidentCells, incidentColumns } from './incident-columns.tsx'
import { alertsHref, type IncidentListRow, incidentRows } from './incident-rows.ts'
import { memberCells, restCells } from './member-cells.tsx'
import { useBulkDecide } from './use-bulk-decide.ts'
import { useOpenIncidents } from './use-open-incidents.ts'
import { useRowKeys } from './use-row-keys.ts'
import type { Selection } from './use-selection.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

export interface IncidentTableProps {
  readonly incidents: readonly Incident[]
  readonly total: number
  readonly selection: Selection
  readonly onNearEnd: () => void
}

/** Any number of incidents as rows that open to their alerts. */
export function IncidentTable({ incidents, total, selection, onNearEnd }: IncidentTableProps) {
  const body = useRef<HTMLDivElement>(null)
  const opened = useOpenIncidents()
  const list = incidentRows(incidents, opened.details)
  const ids = list.map(({ id }) => id)
  const decisions = useDecisions()
  const error = decisions.error ?? opened.error
  const [, navigate] = useLocation()
  const search = useSearch()
  const addressOf = (alertId: string) => `/alerts/${alertId}${search ? `?${search}` : ''}`
  const { rows, height, measure, scrollTo } = useVirtualRows({
    body,
    ids,
    above: `${selection.ids.size} ${error}`,
    onNearEnd,
  })
  function open(index: number): void {
    const row = list[index]
    if (row?.kind === 'incident') opened.toggle(row.id)
    else if (row?.kind === 'member') navigate(addressOf(row.alert.alert_id))
    else if (row) navigate(alertsHref(row.incident))
  }
  // A row below an incident stands for it where incidents are selected.
  function select(index: number, isRange: boolean): void {
    const id = list[index]?.incident.incident_id
    selection.toggle(
      incidents.findIndex((one) => one.incident_id === id),
      isRange,
    )
  }
  const current = useRowKeys({
    ids,
    onMove: scrollTo,
    onOpen: open,
    onDecide: (index, status) => {
      const row = list[index]
      if (row) decisions.decide(row, status)
      if (row?.kind !== 'incident') return index + 1
      return list.findIndex((one, place) => place > index && one.kind === 'incident')
    },
    onSelect: select,
  })

  return (
    <>
      {error && <ProblemNote title="Not done" problem={problemOf(error)} />}
      <InboxTable
        label="Incidents"
        columns={Object.values(incidentColumns)}
        grid={incidentGrid}
        rowCount={total - incidents.length + list.length}
        body={body}
        height={height}
        isReversible={false}
        isAllSelected={selection.ids.size > 0 && selection.ids.size >= incidents.length}
        onSelectAll={selection.toggleAll}
      >
        {rows.map(({ index, top }) => {
          const row = list[index]
          if (!row) return null
          const isIncident = row.kind === 'incident'
          return (
            <InboxRow
              key={row.id}
              ref={measure}
              index={index}
              top={top}
              grid={incidentGrid}
              isCurrent={current === index}
              isSelected={selection.ids.has(row.incident.incident_id)}
              isFaint={isDecided((row.kind === 'member' ? row.alert : row.incident).status)}
              {...(isIncident && { selects: row.incident.title })}
              cells={cellsOf(row, {
                isOpen: opened.details.has(row.id),
                onToggle: () => open(index),
                addressOf,
              })}
              onSelect={(isRange) => select(index, isRange)}
              onOpen={() => open(index)}
            />
          )
        })}
      </InboxTable>
    </>
  )
}

interface CellsContext {
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly addressOf: (alertId: string) => string
}

function cellsOf(row: IncidentListRow, { isOpen, onToggle, addressOf }: CellsContext) {
  if (row.kind === 'incident') return incidentCells({ incident: row.incident, isOpen, onToggle })
  if (row.kind === 'member') return memberCells(row.alert, addressOf(row.alert.alert_id))
  return restCells(row)
}

/** A decision about an incident is one about its alerts; each is offered to be taken back. */
function useDecisions() {
  const one = useDecide()
  const many = useBulkDecide()
  function decide(row: IncidentListRow, status: AlertStatus): void {
    if (row.kind === 'member') void one.decide(row.alert, status)
    else if (row.kind === 'incident') {
      many.mutate({ target: { of: 'incidents', kind: 'ids', ids: [row.id] }, status })
    }
  }
  return { decide, error: many.error ?? one.error }
}
