import { parentPort, workerData } from 'node:worker_threads'
import { openSource } from '../capture/open-source.ts'
import { failureOf } from '../run/failure.ts'
import { labelledFile, labelledScenario } from './labelled-sources.ts'
import { sequenceAlgorithm } from './train-on-attacks.ts'
import { trainSequenceVersion, trainWindowVersion } from './train-version.ts'
import type { FromTraining, TrainingTask } from './training-task.ts'

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
  const options = {
    ...task,
    now: new Date(nowMs),
    onProgress: (progress: number) => post({ kind: 'progress' as const, progress }),
  }
  const trained =
    task.algorithm === sequenceAlgorithm
      ? await trainSequenceVersion(sources.map(labelledSource), options)
      : await trainWindowVersion(
          await Promise.all(sources.map((spec) => openSource(spec))),
          options,
        )
  post({ kind: 'done', trained })
} catch (error) {
  post({ kind: 'failed', failure: failureOf(error) })
}

/** What `resolveTraining` lets through for a model that learns from attacks with names. */
function labelledSource(spec: TrainingTask['sources'][number]) {
  if (spec.kind === 'simulate') return labelledScenario(spec.name, spec.seed)
  if (spec.kind === 'pcap') return labelledFile(spec.path, spec.name)
  throw new Error(`a source of the kind ${spec.kind} has no labels`)
}
