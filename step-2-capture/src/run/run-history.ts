import { AppError, type FailureLog } from 'step-1-skeleton'
import { errorCodes } from '../error-codes.ts'
import { lasts, type RunRecord, type RunStore, type StoredRun } from './run-record.ts'

/** A run that has ended is up to 15 kB, most of it its timeline; the oldest goes first. */
const endedCountMax = 200

/** The runs that have ended, and what is written down of all. */
export class RunHistory {
  readonly #store: RunStore | undefined
  readonly #log: FailureLog
  readonly #ended = new Map<string, StoredRun>()
  /** One after the other, so that the newest state of a run is what stays. */
  #writing: Promise<void> = Promise.resolve()
  #problem: string | undefined

  /** @param store Without one, runs are forgotten with the process. */
  constructor(store: RunStore | undefined, log: FailureLog) {
    this.#store = store
    this.#log = log
  }

  /** Why what should run is not written down, if so. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Of runs that have ended, the newest first. */
  get records(): RunRecord[] {
    return [...this.#ended.values()].map(({ record }) => record).reverse()
  }

  find(runId: string): StoredRun | undefined {
    return this.#ended.get(runId)
  }

  /** Reads what is stored, and gives back what is to go on. */
  async open(now: Date): Promise<StoredRun[]> {
    const all = [...((await this.#store?.list()) ?? [])]
    all.sort((a, b) => a.record.started_at.localeCompare(b.record.started_at))
    const goOn = all.filter(({ spec, record }) => lasts(spec) && record.desired === 'running')
    for (const run of all.filter((one) => !goOn.includes(one))) {
      const { record } = run
      if (record.ended_at !== null) this.#ended.set(record.run_id, run)
      // The server was killed, so what was being read was left where it was.
      else this.ended({ ...run, record: cutShort(record, now) })
    }
    return goOn
  }

  /** Writes down a run that is on, or that is to go on. */
  save(run: StoredRun): void {
    this.#write((store) => store.save(run))
  }

  /** Keeps a run that has ended; the oldest goes. */
  ended(run: StoredRun): void {
    this.#ended.set(run.record.run_id, run)
    this.save(run)
    const [oldest] = this.#ended.keys()
    if (this.#ended.size <= endedCountMax || oldest === undefined) return
    this.#ended.delete(oldest)
    this.#write((store) => store.remove(oldest))
  }

  /** Resolves once all is written down that was to be. */
  settled(): Promise<void> {
    return this.#writing
  }

  #write(work: (store: RunStore) => Promise<void>): void {
    const store = this.#store
    if (!store) return
    this.#writing = this.#writing
      .then(() => work(store))
      .then(
        () => {
          this.#problem = undefined
        },
        (error: unknown) => this.#notWritten(error),
      )
  }

  #notWritten(cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : String(cause)
    this.#problem = `what should run is not written down: ${reason}`
    const fix = 'It runs, and is not started again by the next server; GET /health says more.'
    this.#log(new AppError(errorCodes.E_NOT_SAVED, this.#problem, { fix, cause }))
  }
}

function cutShort(record: RunRecord, now: Date): RunRecord {
  return { ...record, desired: 'stopped', state: 'interrupted', ended_at: now.toISOString() }
}
