import type { RunRecord } from 'step-2-capture'
import type { ConfigService } from '../config/config-service.ts'
import type { DeliveryStore } from './delivery-store.ts'

/** Nothing is detected while a capture is lost, which is worth as much as an alert of that severity. */
const severity = 'high'

export interface CaptureNoticesOptions {
  readonly deliveries: DeliveryStore
  readonly config: ConfigService
  readonly now: () => Date
}

interface Watch {
  /** Whether the last message about it said that it is lost. */
  isSaidLost: boolean
  /** A link that flaps is one loss: until then no further loss of it is sent. */
  quietUntilMs: number
}

/** Sends a message when a capture that should run is lost, and one when it runs again. */
export class CaptureNotices {
  readonly #options: CaptureNoticesOptions
  /** By run; there are at most as many as run at once. */
  readonly #watches = new Map<string, Watch>()

  constructor(options: CaptureNoticesOptions) {
    this.#options = options
  }

  /** To be called with each change of a run's state. */
  async note({ run_id, source, state, ended_at, error }: RunRecord): Promise<void> {
    const { config, now } = this.#options
    const name = `${source.kind} ${source.name}`
    const watch = this.#watches.get(run_id)
    const nowMs = now().getTime()
    if (ended_at !== null) {
      this.#watches.delete(run_id)
    } else if (state === 'restarting' && nowMs >= (watch?.quietUntilMs ?? 0)) {
      const quietUntilMs = nowMs + config.current.cooldown_seconds * 1_000
      this.#watches.set(run_id, { isSaidLost: true, quietUntilMs })
      await this.#send(`${name} is not watched any more: ${error?.message ?? 'it ended'}`)
    } else if (state === 'running' && watch?.isSaidLost) {
      watch.isSaidLost = false
      await this.#send(`${name} is watched again`)
    }
  }

  async #send(title: string): Promise<void> {
    const { config, deliveries, now } = this.#options
    const channels = config.channels.wanting(severity, config.current.channels)
    const notice = { kind: 'notice', severity, title, alert: null, heldCount: 0 } as const
    if (channels.length > 0) await deliveries.add(notice, channels, now())
  }
}
