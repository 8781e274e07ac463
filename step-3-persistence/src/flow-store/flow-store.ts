import {
  AppError,
  type FailureLog,
  type FlowBatch,
  type FlowHistory,
  type FlowHistoryState,
  type FlowPage,
  type FlowQuery,
  isoTimeOfSeconds,
} from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import { missingBinary, type Row } from './duckdb.ts'
import { type FlowFile, filesIn } from './flow-files.ts'
import type { FlowQuestions, FlowStoreFacts } from './flow-messages.ts'
import { FlowThread, notKept } from './flow-thread.ts'
import type { LinkPage, LinkQuery } from './host-links.ts'
import type { HostDetail, HostPage, HostQuery, OneHost } from './hosts.ts'

/** What is lost when the machine stops at once. */
export const writeEveryMs = 10_000
const maintainEveryMs = 60_000
/** Flows that wait for the thread, 300 B each: 20 MB. Beyond them flows are dropped, and counted. */
export const waitingFlowCountMax = 65_536

export interface FlowStoreOptions {
  readonly folder: string
  readonly now: () => Date
  /** The time by which what is old is deleted, which no clock that jumped ahead moves. */
  readonly retentionNow: () => Date
  readonly log: FailureLog
  readonly retention: () => { readonly flow_days: number; readonly flow_bytes_max: number }
  /** Looks for what flows are written with; null where it is there. */
  readonly missing?: () => string | null
}

/** The main thread's end of the flow store. Where DuckDB does not run it keeps nothing, and says so. */
export class FlowStore implements FlowHistory {
  readonly #options: FlowStoreOptions
  /** Started when it is first needed: a server that keeps no flows loads no DuckDB. */
  #thread: FlowThread | undefined
  #facts: FlowStoreFacts
  /** Why nothing can be kept, as the start found it. */
  readonly #startProblem: string | null
  #writeProblem: string | null = null
  #writtenUntil: string | null = null
  #waitingFlowCount = 0
  #droppedCount = 0
  #readerCount = 0
  readonly #damagedNames: string[] = []

  constructor(options: FlowStoreOptions, closing: AsyncDisposableStack) {
    this.#options = options
    const { missing = missingBinary, folder } = options
    this.#facts = { files: [], pendingCount: 0 }
    this.#startProblem = missing()
    try {
      this.#facts = { files: filesIn(folder), pendingCount: 0 }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#startProblem ??= `${folder} has a damaged manifest (${reason}); move the folder away to begin anew`
    }
    const timers = [
      setInterval(() => this.#dispatch('write', () => this.write()), writeEveryMs),
      setInterval(() => this.#dispatch('maintain', () => this.maintain()), maintainEveryMs),
    ]
    for (const timer of timers) timer.unref()
    closing.defer(async () => {
      for (const timer of timers) clearInterval(timer)
      await this.#close().catch(() => {}) // The state says that it failed.
      await this.#thread?.end()
    })
  }

  /** Resolves once the state says whether flows are kept. */
  async ready(): Promise<void> {
    if (this.#startProblem === null && !this.#isUntouched) await this.#started().opened()
  }

  get state(): FlowHistoryState {
    const { files, pendingCount } = this.#facts
    const oldest = Math.min(...files.map(({ oldest_epoch }) => oldest_epoch))
    const newest = Math.max(...files.map(({ newest_epoch }) => newest_epoch))
    const reason = this.#reason
    return {
      kept: reason === null,
      reason,
      flow_count: files.reduce((sum, { flow_count }) => sum + flow_count, pendingCount),
      dropped_count: this.#droppedCount,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      oldest: files.length === 0 ? null : isoTimeOfSeconds(oldest),
      newest: files.length === 0 ? null : isoTimeOfSeconds(newest),
      written_until: this.#writtenUntil,
    }
  }

  /** Where flows are lost, a sentence each. */
  get problems(): string[] {
    const reason = this.#reason
    return [
      ...(reason === null ? [] : [`flows of earlier runs are not kept: ${reason}`]),
      ...(this.#writeProblem === null ? [] : [`flows are not written: ${this.#writeProblem}`]),
      ...(this.#droppedCount > 0
        ? [
            `flows that came faster than they are written, and so are not kept: ${this.#droppedCount}`,
          ]
        : []),
      ...this.#damagedNames.map(
        (name) => `${name} cannot be read; it lies as ${name}.damaged, and its flows are missing`,
      ),
    ]
  }

  get files(): readonly FlowFile[] {
    return this.#facts.files
  }

  /** Takes what has ended, at once; it is on the disk ten seconds later. */
  take(batch: FlowBatch, runId: string): void {
    if (this.#reason !== null) return
    const count = batch.flows.filter(({ end }) => end !== 'open').length
    if (count === 0) return
    if (this.#waitingFlowCount + count > waitingFlowCountMax) {
      this.#droppedCount += count
      return
    }
    this.#waitingFlowCount += count
    const nowMs = this.#options.now().getTime()
    this.#dispatch('append', async () => {
      try {
        this.#facts = await this.#ask('append', { batch, runId, nowMs })
      } catch (error) {
        if (this.#reason === null) this.#droppedCount += count
        throw error
      } finally {
        this.#waitingFlowCount -= count
      }
    })
  }

  /** Writes what is in memory. */
  async write(): Promise<void> {
    if (this.#reason !== null || !this.#thread) return
    const now = this.#options.now()
    try {
      this.#facts = await this.#ask('write', { nowMs: now.getTime() })
      this.#writtenUntil = now.toISOString()
      this.#writeProblem = null
    } catch (error) {
      this.#writeProblem = error instanceof Error ? error.message : String(error)
      throw error
    }
  }

  /** Merges what belongs together, and forgets what the retention does not allow. */
  async maintain(): Promise<void> {
    if (this.#reason !== null || this.#isUntouched || this.#readerCount > 0) return
    const { now, retentionNow, retention } = this.#options
    const { flow_days, flow_bytes_max: bytesMax } = retention()
    const nowMs = now().getTime()
    const beforeMs = retentionNow().getTime() - flow_days * 86_400_000
    this.#facts = await this.#ask('maintain', { nowMs, beforeMs, bytesMax })
  }

  async page(query: FlowQuery): Promise<FlowPage> {
    return this.#isUntouched ? { total: 0, flows: [] } : this.#ask('page', query)
  }

  async hosts(query: HostQuery): Promise<HostPage> {
    return this.#isUntouched ? { total: 0, hosts: [] } : this.#ask('hosts', query)
  }

  async host(asked: OneHost): Promise<HostDetail | null> {
    return this.#isUntouched ? null : this.#ask('host', asked)
  }

  async links(query: LinkQuery): Promise<LinkPage> {
    return this.#isUntouched ? { total: 0, links: [] } : this.#ask('links', query)
  }

  /** Calls `work` with the files; none of them is merged or removed before it is done. */
  async reading(work: (files: readonly FlowFile[]) => Promise<void>): Promise<void> {
    this.#readerCount++
    try {
      await work(this.files)
    } finally {
      this.#readerCount--
    }
  }

  /** What of some rows of a file can be an indicator; each row stands for `flow_count` flows. */
  traits(file: FlowFile, rows: { from: number; to: number }): Promise<readonly Row[]> {
    return this.#ask('traits', { file, rows })
  }

  /** Writes what is in memory; then nothing more is answered. */
  async #close(): Promise<void> {
    if (this.#thread) await this.#ask('close', { nowMs: this.#options.now().getTime() })
  }

  /** Why nothing is kept. */
  get #reason(): string | null {
    return this.#startProblem ?? this.#thread?.reason ?? null
  }

  /** Nothing was ever kept here, so that nothing need be asked. */
  get #isUntouched(): boolean {
    return this.#reason === null && !this.#thread && this.#facts.files.length === 0
  }

  async #ask<Name extends keyof FlowQuestions>(
    name: Name,
    asked: FlowQuestions[Name]['asked'],
  ): Promise<FlowQuestions[Name]['answer']> {
    if (this.#startProblem !== null) throw notKept(this.#startProblem)
    return this.#started().ask(name, asked)
  }

  #started(): FlowThread {
    this.#thread ??= new FlowThread({
      folder: this.#options.folder,
      onFacts: (facts) => {
        this.#facts = facts
      },
      onDamaged: (names) => this.#damagedNames.push(...names),
    })
    return this.#thread
  }

  #dispatch(what: string, work: () => Promise<void>): void {
    work().catch((cause: unknown) => {
      const message = `the flow store failed at "${what}"; flows of some seconds may be missing`
      const fix = 'Look at the disk of the data folder; GET /health says whether flows are kept.'
      this.#options.log(new AppError(errorCodes.E_FLOWS_UNAVAILABLE, message, { fix, cause }))
    })
  }
}
