import { Worker } from 'node:worker_threads'
import type { AlertFilter } from '../../alert/alert-filter.ts'
import { isHeld } from './column-filter.ts'
import type { ColumnAnswers, FromColumnsWorker, ToColumnsWorker } from './columns-messages.ts'

/** The texts of a million alerts have some 100 MB of words; the numbers lie beside the heap. */
const heapMegabytes = 512

/** Counts alerts by their columns in memory, where there are any. */
export interface ColumnCounter {
  /** Undefined where the columns do not hold what the filter asks, or are not read yet. */
  ask<Name extends keyof ColumnAnswers>(
    name: Name,
    filter: AlertFilter,
  ): Promise<ColumnAnswers[Name] | undefined>
}

/**
 * Alerts column by column in a thread of their own. It starts with the first question, which finds it
 * still reading; after it has ended, no question starts it again.
 */
export class ColumnsThread implements ColumnCounter {
  readonly #path: string
  readonly #waiting = new Map<number, PromiseWithResolvers<FromColumnsWorker['answer']>>()
  #worker: Worker | undefined
  #hasEnded = false
  #questionCount = 0

  constructor(path: string) {
    this.#path = path
  }

  async ask<Name extends keyof ColumnAnswers>(
    name: Name,
    filter: AlertFilter,
  ): Promise<ColumnAnswers[Name] | undefined> {
    if (this.#hasEnded || !isHeld(filter)) return undefined
    this.#worker ??= this.#start()
    const id = this.#questionCount++
    const answer = Promise.withResolvers<FromColumnsWorker['answer']>()
    this.#waiting.set(id, answer)
    this.#worker.postMessage({ id, name, filter } satisfies ToColumnsWorker)
    return answer.promise as Promise<ColumnAnswers[Name] | undefined> // It answers what was asked.
  }

  async close(): Promise<void> {
    this.#end()
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./columns-worker.ts', import.meta.url), {
      workerData: this.#path,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    })
    worker.unref()
    worker
      .on('message', ({ id, answer }: FromColumnsWorker) => {
        this.#waiting.get(id)?.resolve(answer)
        this.#waiting.delete(id)
      })
      // Whatever ends it, the database still answers, only slower.
      .on('error', () => this.#end())
      .on('exit', () => this.#end())
    return worker
  }

  #end(): void {
    this.#hasEnded = true
    for (const { resolve } of this.#waiting.values()) resolve(undefined)
    this.#waiting.clear()
  }
}
