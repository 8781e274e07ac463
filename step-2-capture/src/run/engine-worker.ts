import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { ChunkSink } from '../capture/chunk-sink.ts'
import { openSource } from '../capture/open-source.ts'
import { paced } from '../capture/paced.ts'
import type { FileSource, PacketSource } from '../capture/packet-source.ts'
import { detectors } from '../detect/detectors.ts'
import type { Detector } from '../detect/seam/detector.ts'
import { ruleDetectors } from '../detect/user-rules/rule-detectors.ts'
import { ChosenDetectors } from './chosen-detectors.ts'
import { EngineRun } from './engine-run.ts'
import type { EngineChange, EngineTask, FromEngine, ToEngine } from './messages.ts'
import { RunFiles } from './run-files.ts'

/*
 * The engine's own thread, so that the API answers while a gigabyte is read. `EngineThread` starts
 * it with an EngineTask and ends it; everything else comes in messages.
 */
const port = parentPort
if (!port) throw new Error('engine-worker.ts is started by EngineThread, not by hand')
// Only EngineThread sends, and it sends what these types say.
const {
  spec,
  startId,
  seed,
  sensor,
  files,
  ring,
  model,
  settings,
  rules = null,
  reportsFlows = false,
  timeline,
} = workerData as EngineTask
const post = (message: FromEngine) => port.postMessage(message)
const nowMs = () => performance.now()

const source = await open()
const speed = 'speed' in spec ? spec.speed : undefined
const chosen = new ChosenDetectors(detectors, {
  learned: await learnedDetectors(model),
  rules: await ruleDetectors(rules),
  settings,
})
const run: EngineRun = new EngineRun({
  source,
  chosen,
  sensor,
  seed,
  reportsFlows,
  timeline,
  files: new RunFiles(files, source.kind),
  sinks: await ringSinks(),
  nowMs,
  post,
  ...(speed === undefined
    ? {}
    : { pace: (chunks) => paced(chunks, { speed, signal: run.signal, nowMs, wait }) }),
})
/** Changes are made in the order in which they were asked for, though some take a moment to load. */
let changing = Promise.resolve()
port.on('message', (message: ToEngine) => {
  if (message.kind === 'change') changing = changing.then(() => make(message.change))
  else run.receive(message)
})
await run.run()

async function open(): Promise<PacketSource | FileSource> {
  if (spec.kind !== 'folder') {
    return openSource(spec, { onChild: (pid) => post({ kind: 'child', pid }) })
  }
  const { WatchedFolder } = await import('../capture/watched-folder.ts')
  return new WatchedFolder(spec)
}

/** Waits, but not beyond a stop of the run. */
async function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  await setTimeout(delayMs, undefined, { signal }).catch(() => {})
}

/** Only packets of live captures are nowhere else. */
async function ringSinks(): Promise<readonly ChunkSink[]> {
  if (spec.kind !== 'live' || !ring) return []
  const { RingWriter } = await import('../capture/ring/ring-writer.ts')
  return [new RingWriter({ limits: ring, segment: { name: spec.name, startId }, nowMs })]
}

async function make(change: EngineChange): Promise<void> {
  if (change.kind === 'settings') chosen.settings = change.settings
  else if (change.kind === 'rules') chosen.rules = await ruleDetectors(change.rules)
  else chosen.learned = await learnedDetectors(change.model)
  run.exchangeDetectors()
}

/** Models are loaded only where there is one. */
async function learnedDetectors(bundle: unknown): Promise<readonly Detector[]> {
  if (bundle === null) return []
  const { createModelDetector, restoreHostModel } = await import('../detect/model/host-model.ts')
  return [createModelDetector(restoreHostModel(bundle))]
}
