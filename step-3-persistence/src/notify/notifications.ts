import type { AlertKeeper } from '../alert/alert-keeper.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import type { ConfigKeeper } from '../config/config-keeper.ts'
import { openChannel } from './channels.ts'
import { Courier } from './courier.ts'
import type { DeliveryStore } from './delivery-store.ts'
import { Notifier } from './notifier.ts'

const tickMs = 1_000

export interface NotificationsOptions {
  readonly alerts: AlertStore
  readonly deliveries: DeliveryStore
  readonly config: ConfigKeeper
  readonly keeper: AlertKeeper
  readonly now: () => Date
}

/** Tells people of what the keeper stores, from now until it is closed. */
export function startNotifications(
  options: NotificationsOptions,
  closing: AsyncDisposableStack,
): void {
  const { config, deliveries, keeper, now } = options
  const notifier = new Notifier(options)
  const open = (name: Parameters<typeof openChannel>[0]) =>
    openChannel(name, config.current.channels, now)
  const courier = new Courier({ deliveries, config, now, open })
  /** One after the other, so that a group is never told of twice. */
  let work = Promise.resolve()
  const queue = (step: () => Promise<void>) => {
    work = work.then(step).catch((error: unknown) => console.error(error))
  }
  const stopListening = keeper.onAlerts((result) => queue(() => notifier.note(result)))
  const timer = setInterval(() => {
    queue(() => notifier.tick())
    courier.run().catch((error: unknown) => console.error(error))
  }, tickMs)
  timer.unref()
  closing.defer(async () => {
    clearInterval(timer)
    stopListening()
    await work
    await courier.close()
  })
}
