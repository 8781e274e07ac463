import {
  type CaptureConfig,
  type CaptureContext,
  openCapture,
  openLog,
  toAppError,
} from 'step-2-capture'
import type { StorageState } from './alert/alert-writer.ts'
import { IndicatorWatch } from './hunt/indicator-watch.ts'
import { CaptureNotices } from './notify/capture-notices.ts'
import { openPersistence, type Persistence, type PersistenceOptions } from './persistence.ts'

/** What the routes of step 3 work with, beside what those of step 2 do. */
export interface PersistenceContext extends CaptureContext {
  readonly persistence: Persistence
}

export type PersistenceConfig = CaptureConfig & Pick<PersistenceOptions, 'channels' | 'say'>

/** Alerts that the status shows. */
const recentAlertCount = 20

/** Adds a database to step 2, and sends every detection to the writer. */
export async function openPersistenceContext(
  config: PersistenceConfig,
  closing: AsyncDisposableStack,
): Promise<PersistenceContext> {
  // Opened before the capture, so that the last detections of a run that ends are still stored.
  const appLog = openLog(config, closing)
  const options = { ...config, now: () => new Date(), log: appLog.failures }
  const persistence = await openPersistence(options, closing)
  const { alerts, writer, runs, intel, flows: flowStore, config: service, clock } = persistence
  const { secondStages } = persistence
  const detectorConfig = () => service.detectors
  const capture = await openCapture(config, closing, {
    appLog,
    detectorConfig,
    runStore: runs,
    retentionClock: clock,
  })
  const { monitor } = capture
  service.onDetectors(({ settings }) => monitor.configure({ kind: 'settings', settings }))
  const watch = new IndicatorWatch(intel)
  monitor.onFlows((flows, startId) => {
    flowStore.take(flows, startId)
    const found = watch.look(flows, startId)
    if (found.length > 0) writer.take(found, startId)
  })
  monitor.onDetections((detections, startId) => writer.take(detections, startId))
  sendNotices(capture, options, persistence)
  return {
    ...capture,
    step: 3,
    persistence,
    flowHistory: flowStore,
    problems: () => [
      ...(capture.problems?.() ?? []),
      ...persistence.damage.problems,
      ...storageProblems(writer.storage),
      ...flowStore.problems,
      ...(secondStages.problem === null ? [] : [secondStages.problem]),
      ...settingProblems(service.refusedSettings),
    ],
    recentAlerts: async () => {
      await writer.caughtUp()
      const query = { filter: {}, sort: 'updated_at', order: 'desc' } as const
      return (await alerts.list({ ...query, limit: recentAlertCount })).alerts
    },
  }
}

/** Messages about captures that are lost and found; one after the other. */
function sendNotices(
  { monitor }: CaptureContext,
  { now, log }: Pick<PersistenceOptions, 'now' | 'log'>,
  { deliveries, config }: Persistence,
): void {
  const notices = new CaptureNotices({ deliveries, config, now })
  let sending = Promise.resolve()
  monitor.onRun((run) => {
    const record = run.record()
    sending = sending.then(() => notices.note(record)).catch((error) => log(toAppError(error)))
  })
}

function settingProblems(refused: readonly string[]): string[] {
  if (refused.length === 0) return []
  return [`stored settings that no detector takes any more are left out: ${refused.join(', ')}`]
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
