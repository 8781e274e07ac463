import { severities, severityRank } from 'step-2-capture'
import type { Alert } from '../alert/alert.ts'
import type { AlertStore, MergeResult } from '../alert/alert-store.ts'
import type { ConfigService } from '../config/config-service.ts'
import type { Notification } from './channel/channel.ts'
import { Cooldowns } from './cooldowns.ts'
import type { DeliveryStore } from './delivery-store.ts'

/** More messages than this in a minute are no news but noise; the rest is sent as one digest. */
export const messagesPerMinuteMax = 30
const minuteMs = 60_000

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
 * about is not told again until it reopens. What is held back is counted and told as a digest.
 */
export class NotificationPolicy {
  readonly #options: NotificationPolicyOptions
  readonly #cooldowns = new Cooldowns()
  /** Times of the newest messages in wall-clock milliseconds, at most `messagesPerMinuteMax`. */
  #toldAtMs: number[] = []
  #overflow = { count: 0, rank: 0 }

  constructor(options: NotificationPolicyOptions) {
    this.#options = options
  }

  /**
   * Looks at what a stored batch has changed. What updates alone have changed is not told, neither
   * at once nor in a digest: nothing new was detected. If they make an alert graver, it is `updated`.
   */
  async note({ created, reopened, updated }: MergeResult): Promise<void> {
    const nowMs = this.#options.now().getTime()
    for (const alert of [...created, ...reopened, ...updated]) {
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
    await this.#tellOverflow()
  }

  async #tell(alert: Alert, heldCount: number): Promise<void> {
    const { config, now } = this.#options
    const nowMs = now().getTime()
    this.#cooldowns.told(groupState(alert), nowMs + config.current.cooldown_seconds * 1000)
    const { severity, title } = alert
    // A rule hides it, so it is neither sent nor held back.
    if (config.channels.wanting(severity, config.current.channels).length === 0) return
    if (!this.#hasRoom(nowMs)) {
      const { count, rank } = this.#overflow
      this.#overflow = { count: count + 1, rank: Math.max(rank, severityRank(severity)) }
      return
    }
    const kind = heldCount > 0 ? 'digest' : 'alert'
    await this.#send({ kind, severity, title, alert: shown(alert), heldCount })
  }

  async #tellOverflow(): Promise<void> {
    const { count, rank } = this.#overflow
    if (count === 0 || !this.#hasRoom(this.#options.now().getTime())) return
    this.#overflow = { count: 0, rank: 0 }
    const title = `${count} more alerts came than there were messages; the list has them all`
    const severity = severities[rank] ?? 'info'
    await this.#send({ kind: 'digest', severity, title, alert: null, heldCount: count })
  }

  #hasRoom(nowMs: number): boolean {
    this.#toldAtMs = this.#toldAtMs.filter((time) => time > nowMs - minuteMs)
    return this.#toldAtMs.length < messagesPerMinuteMax
  }

  async #send(notification: Notification): Promise<void> {
    const { config, deliveries, now } = this.#options
    this.#toldAtMs.push(now().getTime())
    const channels = config.channels.wanting(notification.severity, config.current.channels)
    await deliveries.add(notification, channels, now())
  }
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
