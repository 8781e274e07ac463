import type { Severity } from 'step-2-capture'
import type { Alert } from '../../alert/alert.ts'

/** What a message is about. */
export interface Notification {
  /** `alert` of one group, `digest` of what was held back, `notice` of the watch itself, `test` on request. */
  readonly kind: 'alert' | 'digest' | 'notice' | 'test'
  readonly severity: Severity
  /** One sentence. */
  readonly title: string
  /** Null in a notice, and in a digest about many groups. */
  readonly alert: Alert | null
  /** Detections that came since the last notification and were not told one by one. */
  readonly heldCount: number
  /** What there were no messages for since the last one, as a sentence; left out where it is nothing. */
  readonly heldBack?: string
}

/** The seam of delivery: one way to reach people. */
export interface Channel {
  /** Resolves when the other side has taken it. @throws DeliveryError */
  deliver(notification: Notification, signal: AbortSignal): Promise<void>
}

/** Why a notification was not taken. Its message says no secret: it is stored and shown. */
export class DeliveryError extends Error {
  /** Whether the same notification may be taken later. */
  readonly mayPass: boolean

  constructor(message: string, { mayPass }: { mayPass: boolean }) {
    super(message)
    this.name = 'DeliveryError'
    this.mayPass = mayPass
  }
}
