import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Alert } from 'step-3-persistence'
import { addLiveAlert, resyncAlerts } from '../api/alert-cache.ts'
import { socketUrl } from '../api/server-address.ts'
import { type LiveSocket, openLiveSocket } from './live-socket.ts'
import type { LiveState } from './live-state.ts'
import { LiveStore } from './live-store.ts'

interface Live {
  readonly store: LiveStore
  readonly refresh: () => void
}

const LiveContext = createContext<Live | null>(null)

export interface LiveProviderProps {
  readonly onNewAlert: (alert: Alert) => void
  /** The server takes no socket from this page. */
  readonly onRefused: () => void
  readonly children: ReactNode
}

/** Holds the one connection of the page and the state that it feeds. */
export function LiveProvider({ onNewAlert, onRefused, children }: LiveProviderProps) {
  const socket = useRef<LiveSocket>(null)
  const [live] = useState(() => ({ store: makeStore(), refresh: () => socket.current?.refresh() }))
  const queries = useQueryClient()
  useEffect(() => {
    const opened = openLiveSocket({
      url: socketUrl,
      store: live.store,
      onAlert: (alert, name) => {
        addLiveAlert(queries, alert)
        if (name === 'new_alert') onNewAlert(alert)
      },
      onResync: () => resyncAlerts(queries),
      onRefused,
    })
    socket.current = opened
    return opened.close
  }, [live, queries, onNewAlert, onRefused])
  return <LiveContext value={live}>{children}</LiveContext>
}

/** The state of the run, for numbers and words: at most twice a second. */
export function useLive(): LiveState {
  const { numbers } = useLiveContext().store
  return useSyncExternalStore(numbers.subscribe, numbers.read)
}

/** The same for a chart: with each tick of the engine. */
export function useLiveForChart(): LiveState {
  const { charts } = useLiveContext().store
  return useSyncExternalStore(charts.subscribe, charts.read)
}

/** Asks the server how it stands now, after a change that it does not send by itself. */
export function useRefresh(): () => void {
  return useLiveContext().refresh
}

function useLiveContext(): Live {
  const live = use(LiveContext)
  if (!live) throw new Error('useLive is called outside of LiveProvider')
  return live
}

function makeStore(): LiveStore {
  return new LiveStore({
    timers: {
      nowMs: () => Date.now(),
      later: (callback, delayMs) => setTimeout(callback, delayMs),
    },
    nextFrame: (callback) => requestAnimationFrame(callback),
    isHidden: () => document.hidden,
  })
}
