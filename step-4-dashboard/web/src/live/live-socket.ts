import { io } from 'socket.io-client'
import type { Alert } from 'step-3-persistence'
import { tokenHeaders } from '../api/token.ts'
import type { LiveEvent, Snapshot } from './live-event.ts'
import type { LiveStore } from './live-store.ts'

export interface LiveSocketOptions {
  readonly url: string
  readonly store: LiveStore
  readonly onAlert: (alert: Alert, name: 'new_alert' | 'alert_update') => void
  /** Connected for the first time or again: what was missed must be asked for. */
  readonly onResync: () => void
  /** The server refuses the socket: most likely it asks for a token. */
  readonly onRefused: () => void
}

const names = ['status', 'stats_update', 'packet_update', 'new_alert', 'alert_update'] as const

/** A browser sends no header of ours with a WebSocket, so a token has to travel by requests. */
function waysIn(extraHeaders: Record<string, string>) {
  return 'authorization' in extraHeaders
    ? { transports: ['polling'], extraHeaders }
    : { transports: ['websocket', 'polling'], tryAllTransports: true }
}

/** Asked at most this often for a snapshot, whatever goes missing. */
const resyncMs = 2_000

export interface LiveSocket {
  /** Asks how everything stands now; the store hears the answer. */
  refresh(): void
  close(): void
}

/** Connects, reconnects with a growing pause, and feeds the store. */
export function openLiveSocket(options: LiveSocketOptions): LiveSocket {
  const { url, store, onAlert, onResync, onRefused } = options
  const socket = io(url || undefined, {
    ...waysIn(tokenHeaders(url)),
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  })
  let askedAtMs = Number.NEGATIVE_INFINITY

  function refresh(): void {
    askedAtMs = performance.now()
    socket.emit('request_stats', (snapshot: Snapshot) =>
      store.apply({ kind: 'snapshot', snapshot }),
    )
  }

  socket.on('connect', () => {
    store.apply({ kind: 'connection', connection: 'connected' })
    refresh()
    onResync()
  })
  socket.on('disconnect', () => store.apply({ kind: 'connection', connection: 'lost' }))
  socket.on('connect_error', () => {
    store.apply({ kind: 'connection', connection: 'lost' })
    onRefused()
  })
  for (const name of names) {
    socket.on(name, (data: LiveEvent['data']) => {
      const event = { name, data } as LiveEvent // The server sends each name with its own body.
      store.apply({ kind: 'event', event })
      if (event.name === 'new_alert' || event.name === 'alert_update') {
        onAlert(event.data, event.name)
      }
      if (store.current.hasGap && performance.now() - askedAtMs > resyncMs) refresh()
    })
  }
  const onVisible = () => {
    if (!document.hidden && socket.connected) refresh()
  }
  document.addEventListener('visibilitychange', onVisible)

  return {
    refresh,
    close: () => {
      document.removeEventListener('visibilitychange', onVisible)
      socket.disconnect()
    },
  }
}
