import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type FailureLog } from 'step-2-capture'
import type { ConfigService } from '../config/config-service.ts'
import { errorCodes } from '../error-codes.ts'
import { DeliveryError } from './channel/channel.ts'
import type { PendingDelivery } from './delivery.ts'
import type { DeliveryOutcome, DeliveryStore } from './delivery-store.ts'

/** Waits before the second to the fifth try, in seconds: half an hour in all. */
const retrySeconds = [10, 60, 300, 1_500] as const
/** Deliveries under way at once. */
export const parallelCountMax = 5
/** How long the other side may take for one delivery. */
const deliveryMsMax = 20_000
/** Sent and dead deliveries kept, at some 3 kB. */
export const keptCountMax = 2_000

export interface DeliveryWorkerOptions {
  readonly deliveries: DeliveryStore
  readonly config: ConfigService
  readonly now: () => Date
  readonly log: FailureLog
}

/** Takes what is in the outbox to its channels, with retries, and marks what cannot be delivered. */
export class DeliveryWorker {
  readonly #options: DeliveryWorkerOptions
  readonly #closing = new AbortController()
  #round: Promise<void> | undefined

  constructor(options: DeliveryWorkerOptions) {
    this.#options = options
  }

  /** Delivers what is due; while a round is on, it is joined instead of doubled. */
  run(): Promise<void> {
    this.#round ??= this.#deliverDue().finally(() => {
      this.#round = undefined
    })
    return this.#round
  }

  /** Ends what is under way; it stays in the outbox. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#round?.catch(() => {})
  }

  async #deliverDue(): Promise<void> {
    const { deliveries, now } = this.#options
    let due = await deliveries.due(now(), parallelCountMax)
    if (due.length === 0) return
    while (due.length > 0) {
      await Promise.all(due.map((delivery) => this.#deliver(delivery)))
      if (this.#closing.signal.aborted) return
      await delay(0) // The server answers between two rounds.
      due = await deliveries.due(now(), parallelCountMax)
    }
    await deliveries.prune(keptCountMax)
  }

  async #deliver({ delivery_id, channel, attempts, notification }: PendingDelivery): Promise<void> {
    const { deliveries, config, now } = this.#options
    const settings = config.current.channels
    const opened = config.channels.enabled(settings).includes(channel)
      ? config.channels.open(channel, settings, now)
      : undefined
    if (!opened) {
      const error = 'the channel is switched off'
      return deliveries.settle(delivery_id, { kind: 'dead', error }, now())
    }
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(deliveryMsMax)])
    const outcome = await opened.deliver(notification, signal).then(
      (): DeliveryOutcome => ({ kind: 'sent' }),
      (error: unknown) => this.#outcomeOf(error, attempts),
    )
    if (this.#closing.signal.aborted && outcome.kind !== 'sent') return
    await deliveries.settle(delivery_id, outcome, now())
  }

  #outcomeOf(error: unknown, attempts: number): DeliveryOutcome {
    if (!(error instanceof DeliveryError)) {
      this.#options.log(deliveryFailed('a delivery failed and is given up', error))
      return { kind: 'dead', error: 'internal error; logs/app.log has it' }
    }
    const seconds = retrySeconds[attempts]
    if (!error.mayPass || seconds === undefined) return { kind: 'dead', error: error.message }
    const at = new Date(this.#options.now().getTime() + seconds * 1000)
    return { kind: 'again', error: error.message, at }
  }
}

export function deliveryFailed(message: string, cause: unknown): AppError {
  return new AppError(errorCodes.E_DELIVERY_FAILED, message, {
    fix: 'GET /api/deliveries shows each; POST /api/deliveries/ID/retry tries a dead one again.',
    cause,
  })
}
