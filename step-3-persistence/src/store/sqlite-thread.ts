import { Worker } from 'node:worker_threads'
import { AppError } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import type {
  FromSqliteWorker,
  SqliteFailure,
  SqliteWorkerData,
  ToSqliteWorker,
} from './sqlite-messages.ts'

/** Prepared statements kept for reuse; at some 10 kB each that is 1 MB. */
export const statementCountMax = 100

/** Rows that cross at a time: the widest, 500 alerts, are 1 MB, and are taken in within 5 ms. */
export const sliceRowCountMax = 500

/** Rows of one answer; SQLite's own cache lies beside this heap. */
const heapMegabytes = 512

type Answer = Exclude<FromSqliteWorker, SqliteFailure>

interface Running {
  readonly worker: Worker
  /** What it was asked; the answers come in the same order. */
  readonly waiting: PromiseWithResolvers<Answer>[]
}

/**
 * A database file in a thread of its own, which answers one question after the other. A thread that
 * dies fails what it was asked; the next question starts another.
 */
export class SqliteThread {
  readonly #path: string
  #running: Promise<Running> | undefined
  #deathCount = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Grows when a thread ends, and with it the transaction that was open in it. */
  get deathCount(): number {
    return this.#deathCount
  }

  /** Starts the thread, unless it runs, and opens the file. @throws as `ask` */
  async open(): Promise<void> {
    await this.#run()
  }

  /** @throws AppError `E_STORE_UNAVAILABLE`; Error of SQLite, with its `errcode` */
  async ask(asked: ToSqliteWorker): Promise<Answer> {
    const { worker, waiting } = await this.#run()
    worker.postMessage(asked)
    worker.ref() // The process lives for what waits for an answer, and not for an idle thread.
    const answer = Promise.withResolvers<Answer>()
    waiting.push(answer)
    return answer.promise
  }

  /** What was asked before is answered first. A thread that has died holds no file. */
  async close(): Promise<void> {
    if (this.#running) await this.ask({ kind: 'close' }).catch(() => {})
  }

  #run(): Promise<Running> {
    this.#running ??= this.#start()
    return this.#running
  }

  async #start(): Promise<Running> {
    const limits = { statementCountMax, sliceRowCountMax }
    const workerData: SqliteWorkerData = { path: this.#path, limits }
    const worker = new Worker(new URL('./sqlite-worker.mjs', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    })
    const opened = Promise.withResolvers<Answer>()
    const waiting = [opened]
    let reason = 'its thread has ended'
    worker
      .on('message', (message: FromSqliteWorker) => {
        settle(waiting.shift(), message)
        if (waiting.length === 0) worker.unref()
      })
      .on('error', (error) => {
        reason = `its thread has ended: ${error}`
      })
      .on('exit', () => {
        this.#running = undefined
        this.#deathCount++
        for (const { reject } of waiting.splice(0)) reject(unavailable(reason))
      })
    await opened.promise
    return { worker, waiting }
  }
}

function settle(answer: PromiseWithResolvers<Answer> | undefined, message: FromSqliteWorker): void {
  if (message.kind !== 'failure') answer?.resolve(message)
  else answer?.reject(Object.assign(new Error(message.message), { errcode: message.errcode }))
}

function unavailable(reason: string): AppError {
  return new AppError(errorCodes.E_STORE_UNAVAILABLE, `the database does not answer: ${reason}`, {
    fix: 'Try again, which starts it anew; please report it with the line in the log.',
  })
}
