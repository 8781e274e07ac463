import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import { addLiveAlert, resyncAlerts } from '../api/alert-cache.ts'
import { socketUrl } from '../api/server-address.ts'
import { useAnnounceAlert } from '../shell/announcer.tsx'
import { openLiveSocket } from './live-socket.ts'
import type { LiveState } from './live-state.ts'
import { LiveStore } from './live-store.ts'

const LiveContext = createContext<LiveStore | null>(null)

/** Holds the one connection of the page and the state that it feeds. */
export function LiveProvider({
  onRefused,
  children,
}: {
  onRefused: () => void
  children: ReactNode
}) {
  const [store] = useState(makeStore)
  const queries = useQueryClient()
  const announce = useAnnounceAlert()
  useEffect(
    () =>
      openLiveSocket({
        url: socketUrl,
        store,
        onAlert: (alert, name) => {
          addLiveAlert(queries, alert)
          if (name === 'new_alert') announce(alert)
        },
        onResync: () => resyncAlerts(queries),
        onRefused,
      }),
    [store, queries, announce, onRefused],
  )
  return <LiveContext value={store}>{children}</LiveContext>
}

/** The state of the run, for numbers and words: at most twice a second. */
export function useLive(): LiveState {
  const { numbers } = useLiveStore()
  return useSyncExternalStore(numbers.subscribe, numbers.read)
}

/** The same for a chart: at most ten times a second. */
export function useLiveForChart(): LiveState {
  const { charts } = useLiveStore()
  return useSyncExternalStore(charts.subscribe, charts.read)
}

function useLiveStore(): LiveStore {
  const store = use(LiveContext)
  if (!store) throw new Error('useLive is called outside of LiveProvider')
  return store
}

function makeStore(): LiveStore {
  return new LiveStore({
    timers: {
      nowMs: () => Date.now(),
      later: (callback, delayMs) => setTimeout(callback, delayMs),
    },
    isHidden: () => document.hidden,
  })
}
