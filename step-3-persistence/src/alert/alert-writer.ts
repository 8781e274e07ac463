import { setTimeout as delay } from 'node:timers/promises'
import {
  AppError,
  type Detection,
  type FailureLog,
  Listeners,
  type Severity,
  toAppError,
} from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import type { AlertStore, MergeResult } from './alert-store.ts'
import { applyThresholds, type Thresholds } from './apply-thresholds.ts'
import { type DetectionBatch, DetectionQueue } from './detection-queue.ts'
import type { FoldOptions } from './fold-detections.ts'
import type { SpillFile } from './spill-file.ts'

/** What the disk causes; a batch that the database refuses for what it is would be refused again. */
const mayPass: ReadonlySet<string> = new Set(['E_STORE_UNAVAILABLE', 'E_STORE_DAMAGED'])

/** The first wait after a failed write, and the longest; each failure doubles it. */
const retryMsMin = 500
const retryMsMax = 30_000

export interface AlertWriterOptions {
  readonly alerts: AlertStore
  /** The part of the configuration that decides about alerts, asked at each batch. */
  readonly config: {
    readonly current: { readonly thresholds: Thresholds; readonly min_severity: Severity }
  }
  /** What decisions on other alerts change, asked at each batch. */
  readonly secondStage?: () => FoldOptions['secondStage']
  readonly now: () => Date
  readonly log: FailureLog
  /** Takes what could not be stored by the end; without one it is lost. */
  readonly spill?: Pick<SpillFile, 'write'>
  /** Detections that may wait for the database; the default is the queue's. */
  readonly heldCountMax?: number
  /** How to wait before a retry; tests put their own here. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/** Whether what is detected is being kept. */
export interface StorageState {
  readonly state: 'ok' | 'degraded'
  /** Why the last write failed; null when it did not. */
  readonly reason: string | null
  /** Detections in memory that wait to be written, and those that found no room there. */
  readonly held: number
  readonly dropped: number
}

/**
 * Takes detections at any pace and stores them batch by batch, in their order. While the database
 * fails (disk full, busy, read-only) they are held in memory up to a limit and tried again.
 */
export class AlertWriter {
  readonly #options: AlertWriterOptions
  readonly #queue: DetectionQueue
  readonly #listeners: Listeners<MergeResult>
  readonly #closing = new AbortController()
  #reason: string | null = null
  #retryMs = retryMsMin
  #work: Promise<void> = Promise.resolve()
  #isWorking = false
  #waiting: { readonly target: number; readonly resolve: () => void }[] = []

  constructor(options: AlertWriterOptions) {
    this.#options = options
    this.#queue = new DetectionQueue(options.heldCountMax)
    this.#listeners = new Listeners({ event: 'stored alerts', log: options.log })
  }

  get storage(): StorageState {
    const { count, dropped } = this.#queue
    const state = this.#reason === null ? 'ok' : 'degraded'
    return { state, reason: this.#reason, held: count, dropped }
  }

  /** Accepts a run's detections at once; `settled` tells when they are stored. */
  take(batch: readonly Detection[], runId: string): void {
    this.#queue.push(batch, runId)
    if (this.#isWorking) return
    this.#isWorking = true
    this.#work = this.#drain()
  }

  /** Resolves when everything taken so far is stored, or given up at `close`. */
  settled(): Promise<void> {
    return this.#work
  }

  /**
   * Resolves when what was taken before this call is stored, however much comes meanwhile; at once
   * while the database fails. Who asks for alerts then sees what the run had found by then.
   */
  caughtUp(): Promise<void> {
    const target = this.#queue.taken
    if (this.#reason !== null || this.#queue.left >= target) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ target, resolve }))
  }

  /** Calls `listener` after each stored batch; returns how to stop that. */
  onAlerts(listener: (result: MergeResult) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Writes what is still waiting, once, and stops; what the database does not take is spilled. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#work
    const { waiting } = this.#queue
    if (waiting.length > 0) await this.#options.spill?.write(waiting, this.#reason ?? 'it ended')
  }

  /** One at a time. The flag falls in the very turn that sees the queue empty: no gap for `take`. */
  async #drain(): Promise<void> {
    for (let batch = this.#queue.peek(); batch; batch = this.#queue.peek()) {
      try {
        const result = await this.#store(batch.detections, batch.runId)
        this.#queue.shift()
        this.#reason = null
        this.#retryMs = retryMsMin
        this.#listeners.dispatch(result) // One that fails must not have the batch stored again.
        this.#release()
      } catch (error) {
        if (!(await this.#mayTryAgain(batch, error))) break
      }
    }
    this.#isWorking = false
  }

  /** Waits when the database may come back; gives up a batch that it refuses for what it is. */
  async #mayTryAgain(batch: DetectionBatch, error: unknown): Promise<boolean> {
    this.#reason = toAppError(error).message
    this.#release()
    if (!mayPass.has(toAppError(error).code)) {
      this.#options.log(alertsLost(batch.detections.length, error))
      this.#queue.drop()
      return true
    }
    if (this.#closing.signal.aborted) return false
    const wait = this.#options.wait ?? ((ms, signal) => delay(ms, undefined, { signal }))
    await wait(this.#retryMs, this.#closing.signal).catch(() => {}) // Woken by `close`.
    this.#retryMs = Math.min(this.#retryMs * 2, retryMsMax)
    return true
  }

  /** Lets go who has waited long enough: until the batch was stored, or until one failed. */
  #release(): void {
    const isFailing = this.#reason !== null
    const { left } = this.#queue
    this.#waiting = this.#waiting.filter(({ target, resolve }) => {
      if (!isFailing && target > left) return true
      resolve()
      return false
    })
  }

  #store(detections: readonly Detection[], runId: string): Promise<MergeResult> {
    const { alerts, config, now, secondStage } = this.#options
    const { thresholds, min_severity: minSeverity } = config.current
    const judged = detections.map((one) => applyThresholds(one, { thresholds, minSeverity }))
    return alerts.merge({ runId, judged, now: now(), secondStage: secondStage?.() })
  }
}

function alertsLost(count: number, cause: unknown): AppError {
  const message = `the database refused ${count} detections; they are dropped, later ones are stored`
  return new AppError(errorCodes.E_ALERTS_LOST, message, {
    fix: 'GET /health counts what was dropped; please report it with the line in the log.',
    cause,
  })
}
