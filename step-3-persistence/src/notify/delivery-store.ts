import type { Notification } from './channel/channel.ts'
import type { Delivery, DeliveryState, PendingDelivery } from './delivery.ts'

/** The seam of the outbox: what was to be told survives a restart. */
export interface DeliveryStore {
  add(notification: Notification, channels: readonly string[], now: Date): Promise<void>
  /** Those whose time has come, the oldest first. */
  due(now: Date, limit: number): Promise<PendingDelivery[]>
  settle(deliveryId: string, outcome: DeliveryOutcome, now: Date): Promise<void>
  list(query: DeliveryQuery): Promise<{ deliveries: Delivery[]; total: number }>
  /** Gives a dead one another round of tries; false when there is none of that id. */
  revive(deliveryId: string, now: Date): Promise<boolean>
  /** Keeps the newest `countMax` of those that are sent or dead. */
  prune(countMax: number): Promise<number>
}

export type DeliveryOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'again'; readonly error: string; readonly at: Date }
  | { readonly kind: 'dead'; readonly error: string }

export interface DeliveryQuery {
  readonly state?: DeliveryState | undefined
  readonly limit: number
  readonly offset: number
}
