import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { AppError, toAppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { errorOf } from '../run/failure.ts'
import type { KeptVersion } from '../versions/kept-version.ts'
import type { FromTraining, Trained, TrainingTask } from './training-task.ts'

/** The newest trainings, to say how each ended. */
const jobCountMax = 20

/** What changes while a training goes on. */
export interface JobProgress {
  state: 'running' | 'done' | 'failed' | 'cancelled'
  /** 0 to 1. */
  progress: number
  /** The version that came of it. */
  kept?: KeptVersion
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

/** Keeps what was trained as a version. @throws AppError `E_NOT_SAVED` */
export type Keep = (trained: Trained) => Promise<KeptVersion>

/** Trains models of host windows, one at a time, each in a thread of its own. */
export class Trainer {
  readonly #jobs: OwnJob[] = []
  #cancel: (() => Promise<void>) | undefined

  /** Whether a model is being trained. */
  get isTraining(): boolean {
    return this.#cancel !== undefined
  }

  /** @throws AppError `E_TRAINING` when one is already running */
  start(task: TrainingTask, keep: Keep): TrainingJob {
    if (this.#cancel) {
      throw new AppError(errorCodes.E_TRAINING, 'a model is being trained already', {
        fix: 'Wait for it, or cancel it: DELETE /api/train/JOB_ID',
      })
    }
    const progress: JobProgress = { state: 'running', progress: 0 }
    const over = this.#run(task, progress, keep)
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

  #run(task: TrainingTask, progress: JobProgress, keep: Keep): Promise<void> {
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
      else finishing = finish(progress, message.trained, keep).catch((e) => fail(toAppError(e)))
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
}

async function finish(progress: JobProgress, trained: Trained, keep: Keep): Promise<void> {
  if (progress.state !== 'running') return
  const kept = await keep(trained)
  Object.assign(progress, { state: 'done', progress: 1, kept })
}

function brokeDown(error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error)
  return new AppError(errorCodes.E_TRAINING_FAILED, `the training broke down: ${reason}`, {
    fix: 'Train again with fewer windows (sample_rate) or another algorithm.',
  })
}
