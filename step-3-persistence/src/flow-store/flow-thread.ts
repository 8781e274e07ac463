import { Worker } from 'node:worker_threads'
import { AppError } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import type { FlowQuestions, FlowStoreFacts, FromFlowWorker } from './flow-messages.ts'

/** Batches and answers of the thread; DuckDB's memory is limited beside it. */
const heapMegabytes = 512
/** Rows live for seconds: with more room they, and blocks of DuckDB, are collected later: 80 MB more. */
const youngMegabytesMax = 12

export interface FlowThreadOptions {
  readonly folder: string
  readonly onFacts: (facts: FlowStoreFacts) => void
  readonly onDamaged: (names: readonly string[]) => void
}

/** The thread in which DuckDB runs, and the questions that it has not answered yet. */
export class FlowThread {
  readonly #options: FlowThreadOptions
  readonly #worker: Worker
  readonly #answers = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #opened = Promise.withResolvers<void>()
  #questionCount = 0
  #reason: string | null = null

  constructor(options: FlowThreadOptions) {
    this.#options = options
    this.#worker = new Worker(new URL('./flow-worker.ts', import.meta.url), {
      workerData: options.folder,
      resourceLimits: {
        maxOldGenerationSizeMb: heapMegabytes,
        maxYoungGenerationSizeMb: youngMegabytesMax,
      },
    })
    this.#worker.on('message', (message: FromFlowWorker) => this.#receive(message))
    this.#worker.on('error', (error) => this.#breakDown(String(error)))
    this.#worker.on('exit', () => this.#breakDown('its thread has ended'))
  }

  /** Why it does not work; null while it does. */
  get reason(): string | null {
    return this.#reason
  }

  /** Resolves once `reason` is known. */
  opened(): Promise<void> {
    return this.#opened.promise
  }

  /** @throws AppError `E_FLOWS_UNAVAILABLE` */
  ask<Name extends keyof FlowQuestions>(
    name: Name,
    asked: FlowQuestions[Name]['asked'],
  ): Promise<FlowQuestions[Name]['answer']> {
    if (this.#reason !== null) return Promise.reject(notKept(this.#reason))
    const id = this.#questionCount++
    const answer = Promise.withResolvers<unknown>()
    this.#answers.set(id, answer)
    this.#worker.postMessage({ id, name, asked })
    // The thread answers what was asked.
    return answer.promise as Promise<FlowQuestions[Name]['answer']>
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #receive(message: FromFlowWorker): void {
    if (message.kind === 'open') {
      this.#options.onFacts(message.facts)
      this.#opened.resolve()
    } else if (message.kind === 'closed') this.#breakDown(message.reason)
    else if (message.kind === 'damaged') {
      this.#options.onFacts(message.facts)
      this.#options.onDamaged(message.names)
    } else {
      const waiting = this.#answers.get(message.id)
      this.#answers.delete(message.id)
      if (message.kind === 'answer') waiting?.resolve(message.answer)
      else waiting?.reject(notKept(message.reason))
    }
  }

  #breakDown(reason: string): void {
    this.#reason ??= reason
    this.#opened.resolve()
    for (const { reject } of this.#answers.values()) reject(notKept(reason))
    this.#answers.clear()
  }
}

export function notKept(reason: string): AppError {
  return new AppError(errorCodes.E_FLOWS_UNAVAILABLE, `the flow store does not answer: ${reason}`, {
    fix: 'Where DuckDB has no binary only the flows of the run are there: GET /api/flows.',
  })
}
