import type { Alert, PacketRow, Stats, Status } from 'step-3-persistence'

/** The state of the capture, without the lists that travel as events of their own. */
export type LiveStatus = Omit<Status, 'recent_packets' | 'recent_alerts' | 'data'>

/** What reaches a browser, a socket or `curl /api/events`, by the name of its event. */
export interface LiveEventData {
  readonly status: LiveStatus
  readonly stats_update: Stats
  readonly packet_update: { readonly packets: readonly PacketRow[] }
  /** An alert that is new, or was decided and came back. */
  readonly new_alert: Alert
  /** An alert that has grown, or whose detections say more: newer numbers, a later last seen. */
  readonly alert_update: Alert
}

export type LiveEvent = {
  [Name in keyof LiveEventData]: { readonly name: Name; readonly data: LiveEventData[Name] }
}[keyof LiveEventData]

/** Where the events come from. */
export interface LiveFeed {
  status(): LiveStatus
  /** Calls back with what happened together, as it happens, until the returned function is called. */
  subscribe(listener: (events: readonly LiveEvent[]) => void): () => void
}
