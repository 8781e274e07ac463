import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { AppError, toAppError } from 'step-1-skeleton/errors'
import { type HostModel, restoreHostModel } from '../detect/model/host-model.ts'
import { errorCodes } from '../error-codes.ts'
import { errorOf } from '../run/failure.ts'
import type { FromTraining, TrainingTask } from './training-task.ts'
import type { WindowModelFile } from './window-model-file.ts'

/** The newest trainings, to say how each ended. */
const jobCountMax = 20

/** What changes while a training goes on. */
export interface JobProgress {
  state: 'running' | 'done' | 'failed' | 'cancelled'
  /** 0 to 1. */
  progress: number
  model?: HostModel
  error?: AppError
}

export interface TrainingJob {
  readonly jobId: string
  readonly progress: Readonly<JobProgress>
  /** Resolves when it is over, however it ended. */
  readonly over: Promise<void>
}

/** A job as the trainer sees it, which alone moves it on. */
type OwnJob = Omit<TrainingJob, 'progress'> & { readonly progress: JobProgress }

/** Trains models of host windows, one at a time, each in a thread of its own. */
export class Trainer {
  readonly #file: WindowModelFile
  readonly #jobs: OwnJob[] = []
  #cancel: (() => Promise<void>) | undefined

  constructor(file: WindowModelFile) {
    this.#file = file
  }

  /** @throws AppError `E_TRAINING` when one is already running */
  start(task: TrainingTask): TrainingJob {
    if (this.#cancel) {
      throw new AppError(errorCodes.E_TRAINING, 'a model is being trained already', {
        fix: 'Wait for it, or cancel it: DELETE /api/train/JOB_ID',
      })
    }
    const progress: JobProgress = { state: 'running', progress: 0 }
    const over = this.#run(task, progress)
    const job = { jobId: randomUUID(), over, progress }
    this.#jobs.unshift(job)
    this.#jobs.length = Math.min(this.#jobs.length, jobCountMax)
    return job
  }

  /** @throws AppError `E_NO_JOB` */
  find(jobId: string): TrainingJob {
    return this.#find(jobId)
  }

  /** Ends a training; the model stays as it was. @throws AppError `E_NO_JOB` */
  async cancel(jobId: string): Promise<TrainingJob> {
    const job = this.#find(jobId)
    if (job.progress.state === 'running') {
      job.progress.state = 'cancelled'
      await this.#cancel?.()
    }
    return job
  }

  /** Ends the training that is on, if any. */
  async close(): Promise<void> {
    await this.#cancel?.()
  }

  #find(jobId: string): OwnJob {
    const job = this.#jobs.find((known) => known.jobId === jobId)
    if (job) return job
    throw new AppError(errorCodes.E_NO_JOB, 'there is no training with that job_id', {
      fix: 'POST /api/train starts one and tells its job_id.',
    })
  }

  #run(task: TrainingTask, progress: JobProgress): Promise<void> {
    const worker = new Worker(new URL('./training-worker.ts', import.meta.url), {
      workerData: task,
    })
    this.#cancel = async () => {
      await worker.terminate()
    }
    const fail = (error: AppError) => {
      if (progress.state === 'running') Object.assign(progress, { state: 'failed', error })
    }
    let finishing: Promise<void> | undefined
    worker.on('message', (message: FromTraining) => {
      if (message.kind === 'progress') progress.progress = message.progress
      else if (message.kind === 'failed') fail(errorOf(message.failure))
      else finishing = this.#finish(progress, message.bundle).catch((e) => fail(toAppError(e)))
    })
    worker.on('error', (error) => fail(brokeDown(error)))
    return new Promise((resolve) => {
      worker.once('exit', async () => {
        await finishing
        this.#cancel = undefined
        fail(brokeDown(new Error('its thread ended')))
        resolve()
      })
    })
  }

  async #finish(progress: JobProgress, bundle: unknown): Promise<void> {
    if (progress.state !== 'running') return
    const model = restoreHostModel(bundle)
    await this.#file.replace(model)
    Object.assign(progress, { state: 'done', progress: 1, model })
  }
}

function brokeDown(error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error)
  return new AppError(errorCodes.E_TRAINING_FAILED, `the training broke down: ${reason}`, {
    fix: 'Train again with fewer windows (sample_rate) or another algorithm.',
  })
}
