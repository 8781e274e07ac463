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
  /** Takes it back. */
  readonly undo: () => void
  /** For what no server can take back: done only when the time is over. A page that is closed does it not. */
  readonly finish?: () => void
  /** What such an act is about, so that it is marked meanwhile: `file 3f…`. */
  readonly about?: string
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
  const timers = useRef(new Map<UndoableAct, ReturnType<typeof setTimeout>>())
  useEffect(() => {
    const waiting = timers.current
    return () => {
      for (const timer of waiting.values()) clearTimeout(timer)
    }
  }, [])
  const offer = useCallback((act: UndoableAct) => {
    setActs((old) => [...old, act])
    const timer = setTimeout(() => {
      timers.current.delete(act)
      setActs((old) => old.filter((one) => one !== act))
      act.finish?.()
    }, undoMs)
    timers.current.set(act, timer)
  }, [])
  const undo = useCallback(() => {
    const act = acts.at(-1)
    if (!act) return
    clearTimeout(timers.current.get(act))
    timers.current.delete(act)
    act.undo()
    setActs((old) => old.filter((one) => one !== act))
  }, [acts])
  const state = useMemo(() => ({ acts, offer, undo }), [acts, offer, undo])
  return <UndoContext value={state}>{children}</UndoContext>
}

/** Whether an act about this waits for its time to be over. */
export function useIsWaiting(about: string): boolean {
  return useUndo().acts.some((act) => act.about === about)
}

export function useUndo(): UndoState {
  const state = use(UndoContext)
  if (!state) throw new Error('useUndo is called outside of UndoProvider')
  return state
}
