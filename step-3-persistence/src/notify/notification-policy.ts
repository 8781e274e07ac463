import { severityRank } from 'step-2-capture'
import type { Alert } from '../alert/alert.ts'
import type { AlertStore, MergeResult } from '../alert/alert-store.ts'
import type { ConfigService } from '../config/config-service.ts'
import type { Notification } from './channel/channel.ts'
import { Cooldowns } from './cooldowns.ts'
import type { DeliveryStore } from './delivery-store.ts'
import { HeldBack } from './held-back.ts'
import { MessageBudget } from './message-budget.ts'

/** Alerts that were sent to try the channels: the test delivers them itself. */
export const testKind = 'test_alert'

export interface NotificationPolicyOptions {
  readonly alerts: AlertStore
  readonly deliveries: DeliveryStore
  readonly config: ConfigService
  readonly now: () => Date
}

/**
 * Decides what is sent, and puts it into the outbox. An alert that a user has decided
 * about is not told again until it reopens. What is held back is stated in the next message, or as
 * a digest where none follows.
 */
export class NotificationPolicy {
  readonly #options: NotificationPolicyOptions
  readonly #cooldowns = new Cooldowns()
  readonly #budget = new MessageBudget()
  readonly #heldBack = new HeldBack()

  constructor(options: NotificationPolicyOptions) {
    this.#options = options
  }

  /**
   * Looks at what a stored batch has changed. What updates alone have changed is not told, neither
   * at once nor in a digest: nothing new was detected. If they make an alert graver, it is `updated`.
   */
  async note({ created, reopened, updated }: MergeResult): Promise<void> {
    const nowMs = this.#options.now().getTime()
    for (const alert of gravestFirst([...created, ...reopened, ...updated])) {
      if (!isTold(alert)) continue
      const heldCount = this.#cooldowns.note(groupState(alert), nowMs)
      if (heldCount !== undefined) await this.#tell(alert, heldCount)
    }
  }

  /** Tells the digests whose time has come; to be called every second or so. */
  async tick(): Promise<void> {
    const { alerts, now } = this.#options
    for (const { alertId, toldCount } of this.#cooldowns.takeDue(now().getTime())) {
      const alert = await alerts.get(alertId)
      if (alert && isTold(alert)) await this.#tell(alert, alert.count - toldCount)
    }
    for (const { alertId, severity, source } of this.#heldBack.waiting) {
      if (!this.#budget.hasRoom(severity, source, now().getTime())) continue
      this.#heldBack.forget(alertId)
      const alert = await alerts.get(alertId)
      if (alert && isTold(alert)) await this.#tell(alert, 0)
    }
    await this.#tellHeldBack()
  }

  async #tell(alert: Alert, heldCount: number): Promise<void> {
    const { config, now } = this.#options
    const nowMs = now().getTime()
    this.#cooldowns.told(groupState(alert), nowMs + config.current.cooldown_seconds * 1000)
    const { severity, title, source } = alert
    // A rule hides it, so it is neither sent nor held back.
    if (config.channels.wanting(severity, config.current.channels).length === 0) return
    if (!this.#budget.hasRoom(severity, source, nowMs)) {
      this.#heldBack.hold({ alertId: alert.alert_id, source, severity })
      return
    }
    this.#heldBack.forget(alert.alert_id)
    const kind = heldCount > 0 ? 'digest' : 'alert'
    await this.#send({ kind, severity, title, alert: shown(alert), heldCount })
  }

  /** In a message of its own where no other has stated it. */
  async #tellHeldBack(): Promise<void> {
    const { severity } = this.#heldBack
    const nowMs = this.#options.now().getTime()
    if (severity === undefined || !this.#budget.hasRoom(severity, null, nowMs)) return
    const title = this.#heldBack.takeSentence(severity)
    if (title === undefined) return
    await this.#send({ kind: 'digest', severity, title, alert: null, heldCount: 0 })
  }

  async #send(notification: Notification): Promise<void> {
    const { config, deliveries, now } = this.#options
    this.#budget.take(notification.alert?.source ?? null, now().getTime())
    const channels = config.channels.wanting(notification.severity, config.current.channels)
    const heldBack = this.#heldBack.takeSentence(notification.severity)
    const stated = heldBack === undefined ? notification : { ...notification, heldBack }
    await deliveries.add(stated, channels, now())
  }
}

/** So that what is grave has its message before the budget is used up. */
function gravestFirst(alerts: readonly Alert[]): Alert[] {
  return alerts.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity))
}

/** Not what a user has decided about, nor what a rule hides, nor a test. */
function isTold({ status, suppressed_by, kind }: Alert): boolean {
  return status === 'new' && suppressed_by === null && kind !== testKind
}

function groupState({ alert_id, count, severity }: Alert) {
  return { alertId: alert_id, count, rank: severityRank(severity) }
}

/** A list row is enough; what only the detail has is left out of the outbox. */
function shown(alert: Alert): Alert {
  const { evidence, notes, history, ...row } = alert as Alert & Record<string, unknown>
  return row as Alert
}
