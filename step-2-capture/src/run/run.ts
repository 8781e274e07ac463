import { type AppError, toAppError } from 'step-1-skeleton/errors'
import type { SourceSpec } from '../capture/source-spec.ts'
import { EngineThread } from './engine-thread.ts'
import type { EngineChange, EngineTask, Queries, Tick } from './messages.ts'
import { RestartPauses } from './restart-pauses.ts'
import { countsOf, noCounts } from './run-counts.ts'
import { RunNumbers } from './run-numbers.ts'
import type { PreparedTask, RunOptions } from './run-options.ts'
import { lasts, type RunRecord, type RunState, type StoredRun } from './run-record.ts'
import type { Status } from './status.ts'

/** An engine that does not stop within that time after it was asked to is ended by force. */
const stopMsMax = 10_000

/** What the monitor knows of a run: the part of the status that is not about the server. */
export type RunStatus = Omit<Status, 'model' | 'data' | 'recent_alerts'>

/** One source through the engine. A source that lasts is started again when it fails. */
export class Run {
  readonly id: string
  readonly spec: SourceSpec
  readonly numbers: RunNumbers
  readonly #options: RunOptions
  readonly #startedAt: string
  readonly #pauses = new RestartPauses(() => performance.now())
  readonly #ended = Promise.withResolvers<void>()
  /** Resolves once its last packets are judged, however it ended. */
  readonly ended = this.#ended.promise
  #state: RunState = 'starting'
  /** Whether it is to run, also after a restart of the server; false until it ran once. */
  #isKept = false
  #isClosing = false
  #starts: number
  #endedAt: string | null = null
  #error: AppError | null = null
  #thread: EngineThread | undefined
  #restart: NodeJS.Timeout | undefined

  constructor(options: RunOptions) {
    const { id, spec, now, before } = options
    this.id = id
    this.spec = spec
    this.#options = options
    const { record, timeline } = before ?? {}
    this.#startedAt = record?.started_at ?? now().toISOString()
    this.#starts = record?.starts ?? 0
    const readsAgain = spec.kind === 'folder'
    this.numbers = new RunNumbers({ before: record?.stats ?? noCounts, timeline, readsAgain })
  }

  get state(): RunState {
    return this.#state
  }

  get isActive(): boolean {
    return this.#endedAt === null
  }

  /** Whether a source that lasts should be running, and is not. */
  get isMissing(): boolean {
    return this.#isKept && this.isActive && lasts(this.spec) && this.#state !== 'running'
  }

  /** What is not well with it, a sentence each. */
  get problems(): readonly string[] {
    const { kind, name } = this.spec
    const lost =
      this.isMissing && this.#error
        ? [`${kind} ${name} does not run and is started again: ${this.#error.message}`]
        : []
    return [...lost, ...this.numbers.problems]
  }

  status(): RunStatus {
    const { run_id, source, started_at, progress, error } = this.record()
    const { stats, buffers, packets } = this.numbers
    const state = this.#state
    const about = { state, monitoring_active: this.isActive, run_id, source, started_at }
    return { ...about, progress, error, stats, buffers, recent_packets: [...packets] }
  }

  record(): RunRecord {
    const { kind, name } = this.spec
    const error = this.#error
    return {
      run_id: this.id,
      source: { kind, name },
      desired: this.#isKept ? 'running' : 'stopped',
      state: this.#state,
      started_at: this.#startedAt,
      ended_at: this.#endedAt,
      starts: this.#starts,
      progress: this.numbers.progress,
      error: error && { code: error.code, message: error.message, fix: error.fix },
      stats: countsOf(this.numbers.stats),
      verdict: this.numbers.stats.verdict,
    }
  }

  stored(): StoredRun {
    const { counts, timeline } = this.numbers.kept
    return { record: { ...this.record(), stats: counts }, spec: this.spec, timeline }
  }

  /** Resolves once its first bytes have come. @throws AppError why it cannot be started */
  start(): Promise<void> {
    this.#setState('starting')
    return this.#open()
  }

  /** Goes on with what ran when the server ended; a failure to open it is no end. */
  resume(): void {
    this.#isKept = true
    // The failure stands in the status, and is followed by the next start.
    this.start().catch(() => {})
  }

  /** Ends it and resolves once its last packets are judged. */
  async stop(): Promise<void> {
    this.#isKept = false
    await this.#end()
  }

  /** Ends it because the server ends: what lasts goes on with the next server. */
  async close(): Promise<void> {
    this.#isClosing = true
    if (!lasts(this.spec)) this.#isKept = false
    await this.#end()
    await this.release()
  }

  /** The run goes on with other settings of its detectors, other rules or another model. */
  configure(change: EngineChange): void {
    if (this.isActive) this.#thread?.configure(change)
  }

  /** Asks its engine, also after its end; undefined when there is none. */
  async ask<Name extends keyof Queries>(name: Name, query: Queries[Name]['query']) {
    return this.#thread?.ask(name, query)
  }

  /** Frees what a run that has ended keeps to answer questions. */
  async release(): Promise<void> {
    await this.#thread?.terminate()
  }

  async #end(): Promise<void> {
    if (!this.isActive) return
    if (this.#restart !== undefined) {
      clearTimeout(this.#restart)
      return this.#finish('done')
    }
    if (this.#state !== 'stopping') this.#setState('stopping')
    const thread = this.#thread
    thread?.stop()
    const timer = setTimeout(() => thread?.terminate(), stopMsMax)
    await this.ended
    clearTimeout(timer)
  }

  async #open(): Promise<void> {
    const previous = this.#thread
    let task: PreparedTask
    try {
      task = await this.#options.prepare(this.spec)
      await previous?.terminate()
    } catch (thrown) {
      const failure = toAppError(thrown)
      this.#over(failure)
      throw failure
    }
    if (this.#state === 'stopping') return this.#finish('done')
    this.numbers.startAnew()
    this.#starts++
    const startId = this.#starts === 1 ? this.id : `${this.id}.${this.#starts}`
    return this.#run({ ...task, startId, timeline: this.numbers.timeline })
  }

  #run(task: EngineTask): Promise<void> {
    let isOpen = false
    return new Promise((resolve, reject) => {
      this.#thread = new EngineThread({
        task,
        onRunning: () => {
          isOpen = true
          this.#opened()
          resolve()
        },
        onTick: (tick) => this.#receive(tick, task.startId),
        onEnded: (failure) => {
          this.#over(failure)
          if (isOpen || !failure) resolve()
          else reject(failure)
        },
      })
    })
  }

  #opened(): void {
    // It may have been stopped while it was opened.
    if (this.#state === 'stopping') return
    this.#isKept = true
    this.#error = null
    this.#pauses.opened()
    this.#setState('running')
  }

  #over(failure: AppError | undefined): void {
    this.#error = failure ?? null
    const isLost = this.#isKept && lasts(this.spec) && this.#state !== 'stopping'
    if (failure && isLost) this.#startLater()
    else this.#finish(failure ? 'failed' : 'done')
  }

  #startLater(): void {
    this.#restart = setTimeout(() => {
      this.#restart = undefined
      // Its failure stands in the status.
      this.#open().catch(() => {})
    }, this.#pauses.nextMs())
    this.#setState('restarting')
  }

  #finish(state: 'done' | 'failed'): void {
    const isCutShort = this.#isClosing && !lasts(this.spec)
    if (!this.#isClosing) this.#isKept = false
    this.#endedAt = this.#options.now().toISOString()
    this.#setState(isCutShort ? 'interrupted' : state)
    this.#ended.resolve()
  }

  #setState(state: RunState): void {
    this.#state = state
    this.#options.listener.onState()
  }

  #receive(tick: Tick, startId: string): void {
    const { listener } = this.#options
    const { packets, detections, flows } = tick
    this.numbers.receive(tick)
    if (detections.length > 0) listener.onDetections(detections, startId)
    if (flows) listener.onFlows(flows, startId)
    if (packets.length > 0) listener.onPackets(packets)
    listener.onStats()
  }
}
