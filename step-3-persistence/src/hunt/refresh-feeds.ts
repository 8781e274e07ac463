import { AppError, type FailureLog } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import type { ThreatIntel } from './threat-intel.ts'

/** Feeds are fetched once a day; an hour late is early enough. */
const lookEveryMs = 3_600_000
const refreshAgeMs = 86_400_000

/** Fetches feeds that are a day old, until it is closed. A failure stands in the feed. */
export function startFeedRefresh(
  { intel, log }: { readonly intel: ThreatIntel; readonly log: FailureLog },
  closing: AsyncDisposableStack,
): void {
  let round: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    round = round
      .then(() => intel.refresh(refreshAgeMs))
      .catch((cause: unknown) => log(notRefreshed(cause)))
  }, lookEveryMs)
  timer.unref()
  closing.defer(async () => {
    clearInterval(timer)
    await round
  })
}

function notRefreshed(cause: unknown): AppError {
  const message = 'feeds of threat intelligence were not fetched; it is tried again in an hour'
  return new AppError(errorCodes.E_MAINTENANCE_FAILED, message, {
    fix: 'GET /api/threat_hunting/intel_stats says how old each is.',
    cause,
  })
}
