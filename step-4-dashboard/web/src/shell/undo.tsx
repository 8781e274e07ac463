import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react'

/** As long as a decision can be taken back. */
export const undoMs = 10_000

export interface UndoableAct {
  /** What was done, in the past: `Resolved`. */
  readonly what: string
  /** Takes it back; settles when it is undone. */
  readonly undo: () => void
}

interface UndoState {
  readonly act: UndoableAct | null
  readonly offer: (act: UndoableAct) => void
  /** Takes the last act back, if there still is one. */
  readonly undo: () => void
}

const UndoContext = createContext<UndoState | null>(null)

/** Keeps the last decision for ten seconds, so that `z` or a click takes it back. */
export function UndoProvider({ children }: { children: ReactNode }) {
  const [act, setAct] = useState<UndoableAct | null>(null)
  useEffect(() => {
    if (!act) return
    const timer = setTimeout(() => setAct(null), undoMs)
    return () => clearTimeout(timer)
  }, [act])
  const undo = useCallback(() => {
    act?.undo()
    setAct(null)
  }, [act])
  const state = useMemo(() => ({ act, offer: setAct, undo }), [act, undo])
  return <UndoContext value={state}>{children}</UndoContext>
}

export function useUndo(): UndoState {
  const state = use(UndoContext)
  if (!state) throw new Error('useUndo is called outside of UndoProvider')
  return state
}
