import { AppError, type FailureLog } from 'step-2-capture'
import type { AlertStore } from '../alert/alert-store.ts'
import type { AlertWriter } from '../alert/alert-writer.ts'
import type { ConfigService } from '../config/config-service.ts'
import { errorCodes } from '../error-codes.ts'
import type { DeliveryStore } from './delivery-store.ts'
import { DeliveryWorker, deliveryFailed } from './delivery-worker.ts'
import { NotificationPolicy } from './notification-policy.ts'

const tickMs = 1_000

export interface NotificationsOptions {
  readonly alerts: AlertStore
  readonly deliveries: DeliveryStore
  readonly config: ConfigService
  readonly writer: AlertWriter
  readonly now: () => Date
  readonly log: FailureLog
}

/** Tells people of what the writer stores, from now until it is closed. */
export function startNotifications(
  options: NotificationsOptions,
  closing: AsyncDisposableStack,
): void {
  const { config, deliveries, writer, now, log } = options
  const policy = new NotificationPolicy(options)
  const worker = new DeliveryWorker({ deliveries, config, now, log })
  /** One after the other, so that a group never gets two messages. */
  let work = Promise.resolve()
  const queue = (step: () => Promise<void>, whatFollows: string) => {
    work = work.then(step).catch((error: unknown) => log(notificationFailed(whatFollows, error)))
  }
  const stopListening = writer.onAlerts((result) =>
    queue(
      () => policy.note(result),
      'messages about stored alerts were not queued; the list of alerts has them',
    ),
  )
  const timer = setInterval(() => {
    queue(() => policy.tick(), 'a digest was not told; the list has its alerts')
    worker.run().catch((error: unknown) => {
      log(deliveryFailed('the outbox could not be worked through; it is tried again', error))
    })
  }, tickMs)
  timer.unref()
  closing.defer(async () => {
    clearInterval(timer)
    stopListening()
    await work
    await worker.close()
  })
}

function notificationFailed(message: string, cause: unknown): AppError {
  return new AppError(errorCodes.E_NOTIFICATION_FAILED, message, {
    fix: 'GET /health says whether the database answers.',
    cause,
  })
}
