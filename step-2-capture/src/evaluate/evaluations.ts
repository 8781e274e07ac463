import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { AppError, readKept, writeAtomically } from 'step-1-skeleton'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import { errorOf, failureOf } from '../run/failure.ts'
import { type EvaluationRecord, evaluationRecord } from './evaluation-record.ts'
import type { EvaluationTask, FromEvaluation, Measured } from './evaluation-task.ts'

/** 50 evaluations of some 5 kB; of more, the oldest goes. */
export const evaluationCountMax = 50

export interface EvaluationsOptions {
  /** The file in which those that have ended outlive the process. */
  readonly path: string
  readonly now: () => Date
}

export interface StartedEvaluation {
  readonly evaluationId: string
  /** Resolves when it is over, however it ended. */
  readonly over: Promise<void>
}

/** Measurements of the detectors, one at a time, each in a thread of its own, and those before. */
export class Evaluations {
  readonly #options: EvaluationsOptions
  #records: readonly EvaluationRecord[] = []
  #worker: Worker | undefined
  #saving: Promise<void> = Promise.resolve()
  #problem: string | null = null

  private constructor(options: EvaluationsOptions) {
    this.#options = options
  }

  /** Reads those that were kept; `problem` says so when their file is damaged. */
  static async open(options: EvaluationsOptions): Promise<Evaluations> {
    const evaluations = new Evaluations(options)
    const { content = [], problem } = await readKept(options.path, z.array(z.unknown()))
    // What is no record, as of another version, is left out.
    evaluations.#records = content.flatMap((one) => evaluationRecord.safeParse(one).data ?? [])
    evaluations.#problem = problem
    return evaluations
  }

  /** Why earlier evaluations are missing; null where none is, and after the next is kept. */
  get problem(): string | null {
    if (this.#problem === null) return null
    return `evaluations before this start are missing: ${this.#problem}. Measure again: POST /api/evaluations`
  }

  /** The newest first. */
  get list(): readonly EvaluationRecord[] {
    return this.#records
  }

  /** @throws AppError `E_NO_EVALUATION` */
  find(id: string): EvaluationRecord {
    const record = this.#records.find(({ evaluation_id }) => evaluation_id === id)
    if (record) return record
    throw new AppError(errorCodes.E_NO_EVALUATION, 'no evaluation has this id', {
      fix: 'GET /api/evaluations lists those that are kept.',
    })
  }

  /** @throws AppError `E_EVALUATING` when one is already running */
  start(
    task: EvaluationTask,
    about: Pick<EvaluationRecord, 'author' | 'parameters'>,
  ): StartedEvaluation {
    if (this.#worker) {
      throw new AppError(errorCodes.E_EVALUATING, 'an evaluation is running already', {
        fix: 'Wait for it: GET /api/evaluations shows how far it is.',
      })
    }
    const evaluationId = randomUUID()
    const nothing: Measured = { figures: null, attacks: [], benign: [], problems: [] }
    this.#put({
      ...about,
      ...nothing,
      evaluation_id: evaluationId,
      state: 'running',
      progress: 0,
      started_at: this.#options.now().toISOString(),
      seconds: null,
      error: null,
    })
    return { evaluationId, over: this.#run(task, evaluationId) }
  }

  /** @throws AppError `E_NO_EVALUATION`, `E_EVALUATING` while it runs */
  async remove(id: string): Promise<void> {
    const { state } = this.find(id)
    if (state === 'running') {
      throw new AppError(errorCodes.E_EVALUATING, 'the evaluation is still running', {
        fix: 'Wait for it, then delete it.',
      })
    }
    this.#records = this.#records.filter(({ evaluation_id }) => evaluation_id !== id)
    await this.#save()
  }

  /** Gives up the one that is running, and resolves when nothing is being written any more. */
  async close(): Promise<void> {
    await this.#worker?.terminate()
    await this.#saving
  }

  async #run(task: EvaluationTask, id: string): Promise<void> {
    const startedMs = performance.now()
    try {
      const measured = await this.#measure(task, id)
      const seconds = Math.round(performance.now() - startedMs) / 1000
      this.#put({ ...this.find(id), ...measured, state: 'done', progress: 1, seconds })
    } catch (error) {
      this.#put({ ...this.find(id), state: 'failed', error: failureOf(error) })
    }
    this.#worker = undefined
    await this.#save().catch(() => {}) // It stays in memory, and is written with the next.
  }

  #measure(task: EvaluationTask, id: string): Promise<Measured> {
    const worker = new Worker(new URL('./evaluation-worker.ts', import.meta.url), {
      workerData: task,
    })
    this.#worker = worker
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromEvaluation) => {
        if (message.kind === 'done') resolve(message.measured)
        else if (message.kind === 'failed') reject(errorOf(message.failure))
        else this.#put({ ...this.find(id), progress: message.progress })
      })
      worker.on('error', reject)
      worker.once('exit', () => reject(new Error('its thread ended')))
    })
  }

  /** Takes the place of the record with its id, or comes before all others. */
  #put(record: EvaluationRecord): void {
    const others = this.#records.filter((one) => one.evaluation_id !== record.evaluation_id)
    this.#records = [record, ...others].slice(0, evaluationCountMax)
  }

  #save(): Promise<void> {
    const { path } = this.#options
    const ended = this.#records.filter(({ state }) => state !== 'running')
    const saved = this.#saving.then(() =>
      writeAtomically({ path, text: JSON.stringify(ended), what: 'the evaluations' }),
    )
    this.#saving = saved.catch(() => {})
    return saved.then(() => {
      this.#problem = null
    })
  }
}
