import { useEffect, useRef, useState } from 'react'
import type { Alert, AlertStatus } from 'step-3-persistence'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'

export interface RowKeysOptions {
  readonly alerts: readonly Alert[]
  /** The row has to come into view; it may not be in the page yet. */
  readonly onMove: (index: number) => void
  readonly onOpen: (alert: Alert) => void
  readonly onDecide: (alert: Alert, status: AlertStatus) => void
  /** With `isRange`, every row from the one that was selected last. */
  readonly onSelect: (index: number, isRange: boolean) => void
}

/** The row that was opened last, so that the way back leads to it. */
const lastOpened: { id: string | undefined } = { id: undefined }

/** `j` and `k` move, Enter opens, `x` selects, `e` resolves, `s` escalates. @returns the index of the current row, or -1 */
export function useRowKeys(options: RowKeysOptions): number {
  const { alerts, onMove, onOpen, onDecide, onSelect } = options
  const [selectedId, setSelectedId] = useState(lastOpened.id)
  const selected = alerts.findIndex(({ alert_id }) => alert_id === selectedId)
  const hasMoved = useRef(false)

  function moveTo(index: number): void {
    const alert = alerts[Math.max(0, Math.min(index, alerts.length - 1))]
    if (!alert) return
    setSelectedId(alert.alert_id)
    lastOpened.id = alert.alert_id
    onMove(alerts.indexOf(alert))
    hasMoved.current = true
  }

  function decide(status: AlertStatus): void {
    const alert = alerts[selected]
    if (!alert) return
    onDecide(alert, status)
    moveTo(selected + 1)
  }

  useShortcuts({
    j: () => moveTo(selected + 1),
    k: () => moveTo(Math.max(0, selected - 1)),
    ArrowDown: () => moveTo(selected + 1),
    ArrowUp: () => moveTo(Math.max(0, selected - 1)),
    x: () => onSelect(Math.max(0, selected), false),
    X: () => onSelect(Math.max(0, selected), true),
    e: () => decide('resolved'),
    s: () => decide('escalated'),
    Enter: () => {
      const alert = alerts[selected]
      if (alert) onOpen(alert)
    },
  })

  // The focus follows, so that a screen reader reads the alert.
  useEffect(() => {
    if (!hasMoved.current || selected < 0) return
    const timer = requestAnimationFrame(() => {
      const row = document.querySelector(`[data-row-index="${selected}"] [data-alert-link]`)
      if (row instanceof HTMLElement) row.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(timer)
  }, [selected])

  return selected
}
