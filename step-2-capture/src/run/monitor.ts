import { randomInt, randomUUID } from 'node:crypto'
import type { AppError, FailureLog } from 'step-1-skeleton'
import type { SourceSpec } from '../capture/source-spec.ts'
import type { Settings } from '../detect/config/settings.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { emptyBuffers, emptyStats } from './empty-status.ts'
import { EngineThread } from './engine-thread.ts'
import { Listeners } from './listeners.ts'
import type { Queries, RunFolders, Tick } from './messages.ts'
import { RecentDetections } from './recent-detections.ts'
import { recentPacketCountMax } from './recent-packet-rows.ts'
import type { PacketRow, Stats, Status } from './status.ts'

/** An engine that does not stop within that time after it was asked to is ended by force. */
const stopMsMax = 10_000

export interface MonitorOptions {
  readonly now: () => Date
  readonly log: FailureLog
  /** The model of host windows to judge with: its state, or null. Asked at each start. */
  readonly model?: () => unknown
  /** Name of the machine that sees the traffic. */
  readonly sensor: string
  /** What is set of the detectors; nothing by default. Asked at each start. */
  readonly settings?: () => Settings
  /** Where runs leave their files; nowhere by default. */
  readonly files?: RunFolders
}

/** What the monitor knows of a run: the part of the status that is not about the server. */
export type RunStatus = Omit<Status, 'model' | 'data' | 'recent_alerts'>

/**
 * Runs one source at a time through the engine, and tells its listeners. It keeps the newest
 * numbers, so that every question about them is answered at once and from this thread.
 */
export class Monitor {
  readonly #options: MonitorOptions
  readonly #onDetections: Listeners<readonly Detection[]>
  readonly #onPackets: Listeners<readonly PacketRow[]>
  readonly #onStats: Listeners<Stats>
  readonly #onStatus: Listeners<RunStatus>
  #state: Status['state'] = 'idle'
  #runId: string | null = null
  #spec: SourceSpec | null = null
  #startedAt: Date | null = null
  #error: AppError | null = null
  #tick: Pick<Tick, 'stats' | 'buffers' | 'progress' | 'problems'> = emptyTick
  #packets: PacketRow[] = []
  #detections = new RecentDetections()
  #thread: EngineThread | undefined
  #ended: Promise<void> = Promise.resolve()

  constructor(options: MonitorOptions) {
    this.#options = options
    const { log } = options
    this.#onDetections = new Listeners({ event: 'detections', log })
    this.#onPackets = new Listeners({ event: 'packets', log })
    this.#onStats = new Listeners({ event: 'numbers', log })
    this.#onStatus = new Listeners({ event: 'the state of the run', log })
  }

  /** Whether a run is on; while it is, no other starts. */
  get isActive(): boolean {
    return this.#state === 'starting' || this.#state === 'running' || this.#state === 'stopping'
  }

  get stats(): Stats {
    return this.#tick.stats
  }

  get source(): SourceSpec | null {
    return this.#spec
  }

  /** The newest packets, oldest first. */
  get packets(): readonly PacketRow[] {
    return this.#packets
  }

  /** The newest detections of the run, newest first, each in its latest revision. */
  get detections(): readonly Detection[] {
    return this.#detections.list
  }

  /** What could not be written to disk, and why. */
  get problems(): readonly string[] {
    return this.#tick.problems
  }

  status(): RunStatus {
    const { stats, buffers, progress } = this.#tick
    const error = this.#error
    return {
      state: this.#state,
      monitoring_active: this.isActive,
      run_id: this.#runId,
      source: this.#spec && { kind: this.#spec.kind, name: this.#spec.name },
      started_at: this.#startedAt?.toISOString() ?? null,
      progress,
      error: error && { code: error.code, message: error.message, fix: error.fix },
      stats,
      buffers,
      recent_packets: this.#packets,
    }
  }

  /**
   * Starts a run and resolves once its first bytes have come; false when one is already running.
   * @throws AppError why the source cannot be opened.
   */
  async start(spec: SourceSpec): Promise<boolean> {
    if (this.isActive) return false
    const previous = this.#thread
    this.#reset(spec)
    await previous?.terminate()
    return new Promise((resolve, reject) => {
      this.#ended = new Promise((end) => {
        this.#thread = new EngineThread({
          task: {
            spec,
            seed: randomInt(2 ** 31),
            model: this.#options.model?.() ?? null,
            sensor: this.#options.sensor,
            settings: this.#options.settings?.() ?? {},
            files: this.#options.files ?? null,
          },
          onRunning: () => {
            this.#setState('running')
            resolve(true)
          },
          onTick: (tick) => this.#receive(tick),
          onEnded: (failure) => {
            const wasOpen = this.#state !== 'starting'
            this.#error = failure ?? null
            this.#setState(failure ? 'failed' : 'done')
            end()
            if (wasOpen || !failure) resolve(true)
            else reject(failure)
          },
        })
      })
    })
  }

  /** Ends the run and resolves once its last packets are judged; false when none is on. */
  async stop(): Promise<boolean> {
    if (!this.isActive) return false
    if (this.#state !== 'stopping') this.#setState('stopping')
    const thread = this.#thread
    thread?.stop()
    const timer = setTimeout(() => thread?.terminate(), stopMsMax)
    await this.#ended
    clearTimeout(timer)
    return true
  }

  /** The run goes on with other settings of its detectors; without a run, the next one asks. */
  configure(settings: Settings): void {
    if (this.isActive) this.#thread?.configure(settings)
  }

  /** Asks the engine of this run, or of the last one; undefined when there is none. */
  async ask<Name extends keyof Queries>(
    name: Name,
    query: Queries[Name]['query'],
  ): Promise<Queries[Name]['answer'] | undefined> {
    return this.#thread?.ask(name, query)
  }

  /**
   * Each batch of what was stated or updated, in order. A detection is in a batch at most once, in
   * its latest revision, and its first revision may be in none.
   */
  onDetections(listener: (detections: readonly Detection[]) => void): () => void {
    return this.#onDetections.add(listener)
  }

  /** The newest packets since the last call, at most 200. */
  onPackets(listener: (packets: readonly PacketRow[]) => void): () => void {
    return this.#onPackets.add(listener)
  }

  /** At most ten times a second while packets come, once a second while none come. */
  onStats(listener: (stats: Stats) => void): () => void {
    return this.#onStats.add(listener)
  }

  /** Each change of state. */
  onStatus(listener: (status: RunStatus) => void): () => void {
    return this.#onStatus.add(listener)
  }

  /** Ends the run in good order, then the thread. */
  async close(): Promise<void> {
    await this.stop()
    await this.#thread?.terminate()
  }

  #reset(spec: SourceSpec): void {
    this.#spec = spec
    this.#runId = randomUUID()
    this.#startedAt = this.#options.now()
    this.#error = null
    this.#tick = emptyTick
    this.#packets = []
    this.#detections = new RecentDetections()
    this.#thread = undefined
    this.#setState('starting')
  }

  #setState(state: Status['state']): void {
    this.#state = state
    this.#onStatus.dispatch(this.status())
  }

  #receive({ packets, detections, ...numbers }: Tick): void {
    this.#tick = numbers
    this.#packets = [...this.#packets, ...packets].slice(-recentPacketCountMax)
    this.#detections.add(detections)
    if (detections.length > 0) this.#onDetections.dispatch(detections)
    if (packets.length > 0) this.#onPackets.dispatch(packets)
    this.#onStats.dispatch(numbers.stats)
  }
}

const emptyTick = { stats: emptyStats, buffers: emptyBuffers, progress: null, problems: [] }
