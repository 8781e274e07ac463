import { randomInt } from 'node:crypto'
import type { FailureLog } from 'step-1-skeleton'
import type { RingLimits } from '../capture/ring/ring-folder.ts'
import type { SourceSpec } from '../capture/source-spec.ts'
import type { Settings } from '../detect/config/settings.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { emptyStats, idleStatus } from './empty-status.ts'
import type { FlowBatch } from './flow-report.ts'
import { Listeners } from './listeners.ts'
import type { EngineChange, EngineTask, Queries, RunFolders } from './messages.ts'
import type { Run, RunStatus } from './run.ts'
import { foldersOf } from './run-files.ts'
import { RunHistory } from './run-history.ts'
import type { PreparedTask } from './run-options.ts'
import type { RunRecord, RunStore } from './run-record.ts'
import { isLiveNow, Runs } from './runs.ts'
import type { PacketRow, Stats } from './status.ts'

export type { RunStatus } from './run.ts'

export interface MonitorOptions {
  readonly now: () => Date
  readonly log: FailureLog
  /** The model of host windows to judge with: its state, or null. Asked at each start. */
  readonly model?: () => unknown
  /** Name of the machine that sees the traffic. */
  readonly sensor: string
  /** What is set of the detectors, and the user's rules; nothing by default. Asked at each start. */
  readonly settings?: () => Settings
  readonly rules?: () => EngineTask['rules']
  /** Where runs leave their files; nowhere by default. */
  readonly files?: RunFolders
  /** Where packets of live captures are kept for a while; nowhere by default. */
  readonly ring?: RingLimits | null
  /** Where runs outlive the process; nowhere by default. */
  readonly store?: RunStore | undefined
  /** Makes a source ready, at each start of it. @throws AppError why it is not */
  readonly prepare?: (spec: SourceSpec) => Promise<SourceSpec>
}

/**
 * The runs of this server: each a source through an engine of its own. One is the current run, of
 * which the routes of the documents speak: the newest live one, or with none the newest.
 */
export class Monitor {
  readonly #options: MonitorOptions
  readonly #onDetections: Listeners<{ detections: readonly Detection[]; startId: string }>
  readonly #onFlows: Listeners<{ flows: FlowBatch; startId: string }>
  readonly #onPackets: Listeners<readonly PacketRow[]>
  readonly #onStats: Listeners<Stats>
  readonly #onStatus: Listeners<RunStatus>
  readonly #onRun: Listeners<Run>
  readonly #history: RunHistory
  readonly #runs: Runs
  #current: Run | undefined
  #currentNumber = 0
  /** Its tables are freed before the next engine makes its own. */
  #released: Promise<void> | undefined

  constructor(options: MonitorOptions) {
    this.#options = options
    const { log, store } = options
    this.#onDetections = new Listeners({ event: 'detections', log })
    this.#onFlows = new Listeners({ event: 'flows', log })
    this.#onPackets = new Listeners({ event: 'packets', log })
    this.#onStats = new Listeners({ event: 'numbers', log })
    this.#onStatus = new Listeners({ event: 'the state of the run', log })
    this.#onRun = new Listeners({ event: 'the state of a run', log })
    this.#history = new RunHistory(store, log)
    this.#runs = new Runs({
      now: options.now,
      history: this.#history,
      prepare: (spec, number) => this.#prepare(spec, number),
      listener: {
        onAdded: (run) => {
          if (run.spec.kind === 'live' || !isLiveNow(this.#current)) this.#speakOf(run)
        },
        onDetections: (detections, startId) => this.#onDetections.dispatch({ detections, startId }),
        onFlows: (flows, startId) => this.#onFlows.dispatch({ flows, startId }),
        onPackets: (run, packets) => {
          if (run === this.#current) this.#onPackets.dispatch(packets)
        },
        onStats: (run) => {
          if (run === this.#current) this.#onStats.dispatch(run.numbers.stats)
        },
        onState: (run) => this.#stateChanged(run),
      },
    })
  }

  /** All of them: the current one, and those beside it. */
  get runs(): Runs {
    return this.#runs
  }

  /** Whether the current run is on; while it is, `start` starts no other. */
  get isActive(): boolean {
    return this.#current?.isActive ?? false
  }

  get stats(): Stats {
    return this.#current?.numbers.stats ?? emptyStats
  }

  get source(): SourceSpec | null {
    return this.#current?.spec ?? null
  }

  /** The newest packets of the current run, oldest first. */
  get packets(): readonly PacketRow[] {
    return this.#current?.numbers.packets ?? []
  }

  /** The newest detections of the current run, newest first, each in its latest revision. */
  get detections(): readonly Detection[] {
    return this.#current?.numbers.detections ?? []
  }

  /** Where the current run leaves its packets. */
  get resultsFolder(): string | undefined {
    return foldersOf(this.#options.files, this.#currentNumber)?.resultsFolder
  }

  /** What is not well with the runs, a sentence each. */
  get problems(): readonly string[] {
    const runs = new Set([...(this.#current ? [this.#current] : []), ...this.#runs.active])
    const { problem } = this.#history
    return [
      ...[...runs].flatMap((run) => run.problems),
      ...(problem === undefined ? [] : [problem]),
    ]
  }

  /** The runs that should be running, and are not. */
  get missing(): readonly RunRecord[] {
    return this.#runs.active.filter((run) => run.isMissing).map((run) => run.record())
  }

  /** The state of the current run. */
  status(): RunStatus {
    return this.#current?.status() ?? idleStatus
  }

  /**
   * Starts a run and resolves once its first bytes have come; false when the current one is on.
   * @throws AppError why the source cannot be opened
   */
  async start(spec: SourceSpec): Promise<boolean> {
    if (this.isActive) return false
    await this.#runs.begin(spec)
    return true
  }

  /** Ends the current run and resolves once its last packets are judged; false when none is on. */
  async stop(): Promise<boolean> {
    const run = this.#current
    if (!run?.isActive) return false
    await this.#runs.end(run.id)
    return true
  }

  /** The runs go on with other settings, rules or another model; later ones ask for them. */
  configure(change: EngineChange): void {
    for (const run of this.#runs.active) run.configure(change)
  }

  /** Asks the engine of the current run; undefined when there is none. */
  async ask<Name extends keyof Queries>(
    name: Name,
    query: Queries[Name]['query'],
  ): Promise<Queries[Name]['answer'] | undefined> {
    return this.#current?.ask(name, query)
  }

  /**
   * Each batch of what was stated or updated in any run, in order. A detection is in a batch at most
   * once, in its latest revision. Its id is one of its own together with `startId`.
   */
  onDetections(listener: (detections: readonly Detection[], startId: string) => void): () => void {
    return this.#onDetections.add(({ detections, startId }) => listener(detections, startId))
  }

  /** Flows of all runs, see `FlowReports`; runs that began before a listener came report none. */
  onFlows(listener: (flows: FlowBatch, startId: string) => void): () => void {
    return this.#onFlows.add(({ flows, startId }) => listener(flows, startId))
  }

  /** The newest packets of the current run since the last call, at most 200. */
  onPackets(listener: (packets: readonly PacketRow[]) => void): () => void {
    return this.#onPackets.add(listener)
  }

  /** At most ten times a second while packets come, once a second while none come. */
  onStats(listener: (stats: Stats) => void): () => void {
    return this.#onStats.add(listener)
  }

  /** Each change of state of the current run. */
  onStatus(listener: (status: RunStatus) => void): () => void {
    return this.#onStatus.add(listener)
  }

  /** Each change of state of any run. */
  onRun(listener: (run: Run) => void): () => void {
    return this.#onRun.add(listener)
  }

  /** Ends the runs in good order; those that last go on with the next server. */
  async close(): Promise<void> {
    await this.#runs.close()
    await this.#current?.release()
  }

  /** Makes a run the current one. One that has ended answers no more questions. */
  #speakOf(run: Run): void {
    const previous = this.#current
    this.#current = run
    this.#currentNumber = this.#runs.numberOf(run) ?? 0
    if (previous && !previous.isActive) this.#released = previous.release()
  }

  async #prepare(spec: SourceSpec, number: number): Promise<PreparedTask> {
    const { prepare, model, sensor, settings, rules } = this.#options
    await this.#released
    return {
      spec: (await prepare?.(spec)) ?? spec,
      seed: randomInt(2 ** 31),
      model: model?.() ?? null,
      sensor,
      settings: settings?.() ?? {},
      rules: rules?.() ?? null,
      files: foldersOf(this.#options.files, number),
      reportsFlows: !this.#onFlows.isEmpty,
      ring: this.#options.ring ?? null,
    }
  }

  #stateChanged(run: Run): void {
    this.#onRun.dispatch(run)
    if (run !== this.#current) {
      if (!run.isActive) void run.release()
      return
    }
    this.#onStatus.dispatch(run.status())
    const live = run.isActive ? undefined : this.#runs.active.findLast(isLiveNow)
    if (!live) return
    this.#speakOf(live)
    this.#onStatus.dispatch(live.status())
  }
}
