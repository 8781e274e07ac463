import type { Detection } from 'step-2-capture'
import { afterEach, beforeEach } from 'vitest'
import type { Alert, AlertStatus } from '../../src/alert/alert.ts'
import type { AlertFilter, AlertQuery } from '../../src/alert/alert-filter.ts'
import type { AlertStore } from '../../src/alert/alert-store.ts'
import { applyThresholds, type Thresholds } from '../../src/alert/apply-thresholds.ts'

export interface OpenedStore {
  readonly alerts: AlertStore
  close(): Promise<void>
}

export const now = new Date('2026-01-02T04:00:00.000Z')
export const later = new Date('2026-01-02T05:00:00.000Z')
const typical: Thresholds = { low: 0.5, medium: 0.7, high: 0.9 }

/** The store of the test that runs, with short words for what the tests do to it. */
export class StoreUnderTest {
  readonly open: () => Promise<OpenedStore>
  #opened: OpenedStore | undefined

  /** Opens an empty store before each test of the suite around, and closes it afterwards. */
  constructor(open: () => Promise<OpenedStore>) {
    this.open = open
    beforeEach(async () => {
      this.#opened = await open()
    })
    afterEach(() => this.#opened?.close())
  }

  get alerts(): AlertStore {
    if (!this.#opened) throw new Error('no test runs')
    return this.#opened.alerts
  }

  merge(
    detections: readonly Detection[],
    runId = 'run-1',
    at = now,
    alerts = this.alerts,
    thresholds = typical,
  ) {
    const policy = { thresholds, minSeverity: 'info' } as const
    return alerts.merge({
      runId,
      judged: detections.map((one) => applyThresholds(one, policy)),
      now: at,
    })
  }

  list(filter: AlertFilter = {}, query: Partial<AlertQuery> = {}) {
    return this.alerts.list({ filter, sort: 'last_seen', order: 'desc', limit: 500, ...query })
  }

  async sourcesOf(filter: AlertFilter): Promise<string[]> {
    return (await this.list(filter)).alerts.map((alert) => alert.source).sort()
  }

  async onlyAlert(): Promise<Alert> {
    const [alert] = (await this.list()).alerts
    if (!alert) throw new Error('there is no alert')
    return alert
  }

  decide(alert: Alert, status: AlertStatus, at = later) {
    const change = { status, author: 'ana', now: at }
    return this.alerts.change({ kind: 'ids', alertIds: [alert.alert_id] }, change)
  }
}
