import { AppError, type FailureLog, type RetentionClock } from 'step-2-capture'
import type { AlertStore } from './alert/alert-store.ts'
import type { AnomalyStore } from './anomaly/anomaly-store.ts'
import type { ConfigService } from './config/config-service.ts'
import { errorCodes } from './error-codes.ts'
import type { SuppressionStore } from './suppress/suppression-store.ts'

/** Retention counts in days and rules end by the minute, so once a minute is often enough. */
const everyMs = 60_000
const dayMs = 86_400_000

export interface MaintenanceOptions {
  readonly alerts: AlertStore
  readonly anomalies: AnomalyStore
  readonly config: ConfigService
  readonly suppressions: SuppressionStore
  readonly now: () => Date
  /** By which what is old is deleted; `now` by default. */
  readonly retentionNow?: () => Date
}

/** Forgets what the retention no longer allows, and ends the rules whose time is over. */
export async function maintain(options: MaintenanceOptions): Promise<void> {
  const { alerts, anomalies, config, suppressions, now, retentionNow = now } = options
  const { retention } = config.current
  await suppressions.expire(now())
  const nowMs = retentionNow().getTime()
  await alerts.prune({
    decidedBefore: new Date(nowMs - retention.decided_days * dayMs),
    untouchedBefore: new Date(nowMs - retention.alert_days * dayMs),
    alertCountMax: retention.alert_count_max,
  })
  await anomalies.prune(retention.anomaly_count_max)
}

/** Maintains now and then, until it is closed. A round that fails is made up for by the next. */
export function startMaintenance(
  options: Omit<MaintenanceOptions, 'retentionNow'> & {
    readonly log: FailureLog
    readonly clock: RetentionClock
  },
  closing: AsyncDisposableStack,
): void {
  let round = Promise.resolve()
  const run = () => {
    round = round
      .then(() => maintain({ ...options, retentionNow: () => options.clock.now() }))
      .then(() => options.clock.save())
      .catch((error: unknown) => options.log(notMaintained(error)))
  }
  run()
  const timer = setInterval(run, everyMs)
  timer.unref()
  closing.defer(async () => {
    clearInterval(timer)
    await round
  })
}

function notMaintained(cause: unknown): AppError {
  const message = 'old alerts and ended rules were not removed; it is tried again in a minute'
  return new AppError(errorCodes.E_MAINTENANCE_FAILED, message, {
    fix: 'GET /health says whether the database answers.',
    cause,
  })
}
