import { Worker } from 'node:worker_threads'
import { isHeld } from './column-filter.ts'
import type { ColumnQuestions, FromColumnsWorker } from './columns-messages.ts'

/** The texts of a million alerts have some 100 MB of words; the numbers lie beside the heap. */
const heapMegabytes = 512

/** Counts alerts by their columns in memory, where there are any. */
export interface ColumnCounter {
  /** Undefined where the columns do not hold what the filter asks for, or are not read yet. */
  ask<Name extends keyof ColumnQuestions>(
    name: Name,
    asked: ColumnQuestions[Name]['asked'],
  ): Promise<ColumnQuestions[Name]['answer'] | undefined>
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

  async ask<Name extends keyof ColumnQuestions>(
    name: Name,
    asked: ColumnQuestions[Name]['asked'],
  ): Promise<ColumnQuestions[Name]['answer'] | undefined> {
    if (this.#hasEnded || !isHeld(asked.filter)) return undefined
    this.#worker ??= this.#start()
    const id = this.#questionCount++
    const answer = Promise.withResolvers<FromColumnsWorker['answer']>()
    this.#waiting.set(id, answer)
    this.#worker.postMessage({ id, name, asked })
    // It answers what was asked.
    return answer.promise as Promise<ColumnQuestions[Name]['answer'] | undefined>
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
