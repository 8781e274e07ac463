import { type CaptureConfig, type CaptureContext, openCapture } from 'step-2-capture'
import type { StorageState } from './alert/alert-keeper.ts'
import { openPersistence, type Persistence } from './persistence.ts'

/** What the routes of step 3 work with, beside what those of step 2 do. */
export interface PersistenceContext extends CaptureContext {
  readonly persistence: Persistence
  /** Ends the run, writes what is waiting, and closes the database. */
  close(): Promise<void>
}

/** Alerts that the status shows. */
const recentAlertCount = 20

/** Puts together what `createApp` works with, and sends every detection to the keeper. */
export async function openPersistenceContext(config: CaptureConfig): Promise<PersistenceContext> {
  const persistence = await openPersistence({ ...config, now: () => new Date() })
  const { alerts, keeper } = persistence
  const capture = await openCapture(config)
  const { monitor } = capture
  monitor.onDetections((detections) => keeper.take(detections, monitor.status().run_id ?? ''))
  return {
    ...capture,
    step: 3,
    get mode() {
      return capture.mode // It changes with each run, so it is asked each time.
    },
    persistence,
    problems: () => [
      ...(capture.problems?.() ?? monitor.problems),
      ...storageProblems(keeper.storage),
    ],
    recentAlerts: async () => {
      await keeper.caughtUp()
      const query = { filter: {}, sort: 'updated_at', order: 'desc' } as const
      return (await alerts.list({ ...query, limit: recentAlertCount })).alerts
    },
    close: async () => {
      await monitor.close()
      await persistence.close()
    },
  }
}

/** "Storage degraded", as `/health` says it, with what waits and what was lost. */
function storageProblems({ state, reason, held, dropped }: StorageState): string[] {
  return [
    ...(state === 'degraded'
      ? [`storage degraded: ${reason}; ${held} detections wait in memory to be stored`]
      : []),
    ...(dropped > 0 ? [`storage: ${dropped} detections were dropped, there was no room left`] : []),
  ]
}
