import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
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
  /** What can still be taken back, the newest last. */
  readonly acts: readonly UndoableAct[]
  readonly offer: (act: UndoableAct) => void
  /** Takes the newest of these acts back, if there still is one. */
  readonly undo: () => void
}

const UndoContext = createContext<UndoState | null>(null)

/** Keeps each decision for ten seconds, so that `z` or a click takes it back, the newest first. */
export function UndoProvider({ children }: { children: ReactNode }) {
  const [acts, setActs] = useState<readonly UndoableAct[]>([])
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>())
  useEffect(() => {
    const waiting = timers.current
    return () => waiting.forEach(clearTimeout)
  }, [])
  const offer = useCallback((act: UndoableAct) => {
    setActs((old) => [...old, act])
    const timer = setTimeout(() => {
      timers.current.delete(timer)
      setActs((old) => old.filter((one) => one !== act))
    }, undoMs)
    timers.current.add(timer)
  }, [])
  const undo = useCallback(() => {
    const act = acts.at(-1)
    if (!act) return
    act.undo()
    setActs((old) => old.filter((one) => one !== act))
  }, [acts])
  const state = useMemo(() => ({ acts, offer, undo }), [acts, offer, undo])
  return <UndoContext value={state}>{children}</UndoContext>
}

export function useUndo(): UndoState {
  const state = use(UndoContext)
  if (!state) throw new Error('useUndo is called outside of UndoProvider')
  return state
}
