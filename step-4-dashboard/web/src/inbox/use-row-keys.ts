import { useEffect, useRef, useState } from 'react'
import type { AlertStatus } from 'step-3-persistence'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'

export interface RowKeysOptions {
  /** What each row is known by, wherever it stands. */
  readonly ids: readonly string[]
  /** The row has to come into view; it may not be in the page yet. */
  readonly onMove: (index: number) => void
  readonly onOpen: (index: number) => void
  /** @returns the row to go on with */
  readonly onDecide: (index: number, status: AlertStatus) => number
  /** With `isRange`, every row from the one that was selected last. */
  readonly onSelect: (index: number, isRange: boolean) => void
}

/** The row that was opened last, so that the way back leads to it. */
const lastOpened: { id: string | undefined } = { id: undefined }

/** `j` and `k` move, Enter opens, `x` selects, `e` resolves, `s` escalates. @returns the index of the current row, or -1 */
export function useRowKeys(options: RowKeysOptions): number {
  const { ids, onMove, onOpen, onDecide, onSelect } = options
  const [currentId, setCurrentId] = useState(lastOpened.id)
  const current = currentId === undefined ? -1 : ids.indexOf(currentId)
  const hasMoved = useRef(false)

  function moveTo(index: number): void {
    const place = Math.max(0, Math.min(index, ids.length - 1))
    const id = ids[place]
    if (id === undefined) return
    setCurrentId(id)
    lastOpened.id = id
    onMove(place)
    hasMoved.current = true
  }

  function decide(status: AlertStatus): void {
    if (current >= 0) moveTo(onDecide(current, status))
  }

  useShortcuts({
    j: () => moveTo(current + 1),
    k: () => moveTo(current - 1),
    ArrowDown: () => moveTo(current + 1),
    ArrowUp: () => moveTo(current - 1),
    x: () => onSelect(Math.max(0, current), false),
    X: () => onSelect(Math.max(0, current), true),
    e: () => decide('resolved'),
    s: () => decide('escalated'),
    Enter: () => {
      if (current >= 0) onOpen(current)
    },
  })

  // The focus follows, so that a screen reader reads the row.
  useEffect(() => {
    if (!hasMoved.current || current < 0) return
    const timer = requestAnimationFrame(() => {
      const row = document.querySelector(`[data-row-index="${current}"] [data-row-link]`)
      if (row instanceof HTMLElement) row.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(timer)
  }, [current])

  return current
}
