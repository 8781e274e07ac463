import { randomUUID } from 'node:crypto'
import { AppError } from 'step-1-skeleton/errors'
import type { SourceSpec } from '../capture/source-spec.ts'
import type { Detection } from '../detect/seam/detection.ts'
import { errorCodes } from '../error-codes.ts'
import type { FlowBatch } from './flow-report.ts'
import { Run } from './run.ts'
import type { RunHistory } from './run-history.ts'
import type { PreparedTask, RunOptions } from './run-options.ts'
import type { RunRecord, StoredRun } from './run-record.ts'
import type { PacketRow } from './status.ts'
import { activeRunCountMax, tooManyRuns } from './too-many-runs.ts'
import { emptyTimeline, type Timeline } from './traffic-timeline.ts'

/** What was counted since is lost when the process is killed. */
const saveEveryMs = 10_000

/** What of the runs has changed. */
export interface RunsListener {
  /** A run was added, and is not started yet. */
  onAdded(run: Run): void
  onDetections(detections: readonly Detection[], startId: string): void
  onFlows(flows: FlowBatch, startId: string): void
  onPackets(run: Run, packets: readonly PacketRow[]): void
  onStats(run: Run): void
  onState(run: Run): void
}

export interface RunsOptions {
  readonly now: () => Date
  readonly history: RunHistory
  /** Makes ready what a start needs; each run that is on has a number of its own, from 0. */
  readonly prepare: (spec: SourceSpec, number: number) => Promise<PreparedTask>
  readonly listener: RunsListener
}

/** The runs that are on, and those that have ended: starts, stops, and goes on with them. */
export class Runs {
  readonly #options: RunsOptions
  readonly #history: RunHistory
  readonly #saving: NodeJS.Timeout
  /** In the order of their start, each with its number. */
  readonly #active = new Map<Run, number>()

  constructor(options: RunsOptions) {
    this.#options = options
    this.#history = options.history
    this.#saving = setInterval(() => this.#saveActive(), saveEveryMs).unref()
  }

  /** Those that are on, in the order of their start. */
  get active(): readonly Run[] {
    return [...this.#active.keys()]
  }

  /** Those that are on, then those that have ended, the newest first. */
  get records(): readonly RunRecord[] {
    return [...this.active.map((run) => run.record()).reverse(), ...this.#history.records]
  }

  /** The number of a run that is on. */
  numberOf(run: Run): number | undefined {
    return this.#active.get(run)
  }

  /**
   * Starts a run and resolves once its first bytes have come.
   * @throws AppError `E_TOO_MANY_RUNS`, or why the source cannot be opened
   */
  async begin(spec: SourceSpec): Promise<RunRecord> {
    const run = this.#add({ id: randomUUID(), spec })
    await run.start()
    await this.#history.settled()
    return run.record()
  }

  /** Ends a run, if it has not ended already. @throws AppError `E_NO_RUN` */
  async end(runId: string): Promise<RunRecord> {
    const run = this.active.find(({ id }) => id === runId)
    if (!run) return this.#pastRun(runId).record
    await run.stop()
    await this.#history.settled()
    return run.record()
  }

  /** How a run ended, once it has. @throws AppError `E_NO_RUN` */
  async ended(runId: string): Promise<RunRecord> {
    const run = this.active.find(({ id }) => id === runId)
    if (!run) return this.#pastRun(runId).record
    await run.ended
    await this.#history.settled()
    return run.record()
  }

  /** The traffic of a run that is on, or that has ended. @throws AppError `E_NO_RUN` */
  timeline(runId: string): Timeline {
    const run = this.active.find(({ id }) => id === runId)
    return run ? run.numbers.timeline : (this.#pastRun(runId).timeline ?? emptyTimeline)
  }

  /** Starts once more what has ended, as a new run. @throws AppError `E_NO_RUN`, as `begin` */
  async beginAgain(runId: string): Promise<RunRecord> {
    return this.begin(this.#pastRun(runId).spec)
  }

  /** Goes on with what ran when the last server ended. @throws AppError when the store is not read */
  async resume(): Promise<void> {
    for (const before of await this.#history.open(this.#options.now())) {
      this.#add({ id: before.record.run_id, spec: before.spec, before }).resume()
    }
  }

  /** Ends all in good order; those that last go on with the next server. */
  async close(): Promise<void> {
    clearInterval(this.#saving)
    await Promise.all(this.active.map((run) => run.close()))
    await this.#history.settled()
  }

  #add(given: Pick<RunOptions, 'id' | 'spec' | 'before'>): Run {
    if (this.#active.size >= activeRunCountMax) throw tooManyRuns()
    const { now, listener, prepare } = this.#options
    const taken = new Set(this.#active.values())
    const number = [...Array(activeRunCountMax).keys()].find((free) => !taken.has(free)) ?? 0
    const run: Run = new Run({
      ...given,
      now,
      listener: {
        onDetections: listener.onDetections,
        onFlows: listener.onFlows,
        onPackets: (packets) => listener.onPackets(run, packets),
        onStats: () => listener.onStats(run),
        onState: () => this.#stateChanged(run),
      },
      prepare: (spec) => prepare(spec, number),
    })
    this.#active.set(run, number)
    listener.onAdded(run)
    return run
  }

  #stateChanged(run: Run): void {
    if (!run.isActive) this.#active.delete(run)
    const stored = run.stored()
    // A run that ends and is still desired goes on with the next server.
    if (!run.isActive && stored.record.desired === 'stopped') this.#history.ended(stored)
    else if (run.state !== 'starting') this.#history.save(stored)
    this.#options.listener.onState(run)
  }

  #saveActive(): void {
    for (const run of this.active) if (run.state === 'running') this.#history.save(run.stored())
  }

  #pastRun(runId: string): StoredRun {
    const run = this.#history.find(runId)
    if (run) return run
    throw new AppError(errorCodes.E_NO_RUN, 'no run that has ended has this id', {
      fix: 'GET /api/runs lists them; one that is on is stopped first.',
    })
  }
}

/** Whether it is a live capture that is on. */
export function isLiveNow(run: Run | undefined): boolean {
  return run?.isActive === true && run.spec.kind === 'live'
}
