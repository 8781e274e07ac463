import type { AlertKeeper } from '../alert/alert-keeper.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import type { ConfigService } from '../config/config-service.ts'
import type { DeliveryStore } from './delivery-store.ts'
import { DeliveryWorker } from './delivery-worker.ts'
import { NotificationPolicy } from './notification-policy.ts'

const tickMs = 1_000

export interface NotificationsOptions {
  readonly alerts: AlertStore
  readonly deliveries: DeliveryStore
  readonly config: ConfigService
  readonly keeper: AlertKeeper
  readonly now: () => Date
}

/** Tells people of what the keeper stores, from now until it is closed. */
export function startNotifications(
  options: NotificationsOptions,
  closing: AsyncDisposableStack,
): void {
  const { config, deliveries, keeper, now } = options
  const policy = new NotificationPolicy(options)
  const worker = new DeliveryWorker({ deliveries, config, now })
  /** One after the other, so that a group is never told of twice. */
  let work = Promise.resolve()
  const queue = (step: () => Promise<void>) => {
    work = work.then(step).catch((error: unknown) => console.error(error))
  }
  const stopListening = keeper.onAlerts((result) => queue(() => policy.note(result)))
  const timer = setInterval(() => {
    queue(() => policy.tick())
    worker.run().catch((error: unknown) => console.error(error))
  }, tickMs)
  timer.unref()
  closing.defer(async () => {
    clearInterval(timer)
    stopListening()
    await work
    await worker.close()
  })
}
