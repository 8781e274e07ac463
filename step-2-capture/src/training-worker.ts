import { parentPort, workerData } from 'node:worker_threads'
import { openSource } from './capture/open-source.ts'
import { failureOf } from './monitor/failure.ts'
import { trainOnCaptures } from './train/train-on-captures.ts'
import type { FromTraining, TrainingTask } from './train/training-task.ts'

/*
 * A thread for one training, started by `Trainer`: reading an hour of traffic and fitting a model
 * take seconds in which the API goes on answering. To cancel it, the thread is ended.
 */
const port = parentPort
if (!port) throw new Error('training-worker.ts is started by Trainer, not by hand')
const post = (message: FromTraining) => port.postMessage(message)
// Only Trainer starts it, with what this type says.
const { sources, nowMs, ...task } = workerData as TrainingTask

try {
  const opened = await Promise.all(sources.map((spec) => openSource(spec)))
  const trained = await trainOnCaptures(opened, {
    ...task,
    now: new Date(nowMs),
    onProgress: (progress) => post({ kind: 'progress', progress }),
  })
  post({ kind: 'done', bundle: trained.toBundle() })
} catch (error) {
  post({ kind: 'failed', failure: failureOf(error) })
}
