import { join } from 'node:path'
import { type FailureLog, openSkeleton, toAppError } from 'step-1-skeleton'
import { Interfaces } from '../capture/interfaces.ts'
import { openRing, pruneRing, type RingLimits } from '../capture/ring/ring-folder.ts'
import { Samples } from '../capture/samples.ts'
import type { DetectorConfig } from '../detect/config/detector-config.ts'
import { describeHostModel, formerNamesIn, type HostModel } from '../detect/model/host-model.ts'
import { Evaluations } from '../evaluate/evaluations.ts'
import { type AppLog, logRuns, openAppLog } from '../run/app-log.ts'
import { FlowJudge } from '../run/detect-flows.ts'
import { Monitor } from '../run/monitor.ts'
import type { RunStore } from '../run/run-record.ts'
import type { Status } from '../run/status.ts'
import { defaultModelPath } from '../train/default-model.ts'
import { Trainer } from '../train/trainer.ts'
import { UploadStore } from '../upload/upload-store.ts'
import { adoptFormerModel } from '../versions/adopt-former.ts'
import { ModelVersions } from '../versions/model-versions.ts'
import type { CaptureConfig } from './capture-config.ts'
import type { CaptureContext } from './capture-context.ts'
import { ModelReview } from './model-review.ts'
import { RetentionClock } from './retention-clock.ts'
import { startRetraining } from './retrain-schedule.ts'
import { RuleKeeper } from './rule-keeper.ts'
import { readySource } from './source-request.ts'

/** The age of packets counts in hours, so each minute is often enough. */
const pruneRingMs = 60_000

/** What a later step opens before the capture, or can change while it is open. */
export interface CaptureParts {
  readonly appLog?: AppLog
  /** The settings of the detectors that are in force now; those of the configuration by default. */
  readonly detectorConfig?: () => DetectorConfig
  /** The file of the model that judges until one is trained; the program's own by default. */
  readonly defaultModel?: string
  /** Where runs outlive the process; without one they are forgotten with it. */
  readonly runStore?: RunStore
  /** By which packets are too old; it is saved by the step that opened it. */
  readonly retentionClock?: RetentionClock
}

/** Adds to step 1 everything that `createApp` works with, from the configuration of a server. */
export async function openCapture(
  config: CaptureConfig,
  closing: AsyncDisposableStack,
  parts: CaptureParts = {},
): Promise<CaptureContext> {
  const { appLog = openLog(config, closing), detectorConfig = () => config.detectors } = parts
  const { dataFolder, files, searchPath, samplesFolder, sensor } = config
  const settings = () => detectorConfig().settings
  const skeleton = await openSkeleton(config, closing)
  const { now } = skeleton
  const uploads = new UploadStore({ folder: join(dataFolder, 'uploads'), now })
  await uploads.clean()
  const { versions, problemsOf } = await openVersions(dataFolder, parts, now())
  const note = versions.active && formerNamesIn(versions.active)
  if (note !== undefined) appLog.logger.warn(`model ${versions.active?.version}: ${note}`)
  const log = appLog.failures
  const interfaces = new Interfaces({ searchPath, nowMs: () => performance.now() })
  const { retentionClock } = parts
  const ring = await keepRing(config, closing, { now, log, retentionClock })
  const rules = closing.adopt(
    await RuleKeeper.open({
      given: config.rules,
      now,
      onChange: (texts) => monitor.configure({ kind: 'rules', rules: texts }),
    }),
    (opened) => opened.close(),
  )
  const monitor: Monitor = closing.adopt(
    new Monitor({
      now,
      log,
      files,
      sensor,
      settings,
      rules: () => rules.texts,
      model: () => versions.active?.toBundle() ?? null,
      ring,
      store: parts.runStore,
      prepare: (spec) => readySource(spec, interfaces),
    }),
    (opened) => opened.close(),
  )
  logRuns(monitor, appLog.logger)
  versions.onActive((model) =>
    monitor.configure({ kind: 'model', model: model?.toBundle() ?? null }),
  )
  const trainer = closing.adopt(new Trainer(), (opened) => opened.close())
  const evaluations = closing.adopt(
    await Evaluations.open({ path: join(dataFolder, 'evaluations.json'), now }),
    (opened) => opened.close(),
  )
  const context: CaptureContext = {
    ...skeleton,
    log,
    step: 2,
    mode: () => monitor.source?.kind ?? 'idle',
    problems: () => [
      ...problemsOf(),
      ...[rules.problem, evaluations.problem].filter((problem) => problem !== null),
      ...monitor.problems,
      ...modelProblems(context),
    ],
    notRunning: () => monitor.missing.map(({ source }) => `${source.kind} ${source.name}`),
    monitor,
    // Flow records become few packets each; the default model knows only whole traffic.
    flowJudge: new FlowJudge({
      sensor,
      settings,
      model: () => versions.activeTrained?.toBundle() ?? null,
    }),
    detectorConfig,
    trainer,
    rules,
    versions,
    evaluations,
    review: new ModelReview({ versions, monitor, detectorConfig }),
    model: () => summaryOf(versions.active),
    interfaces,
    uploads,
    samples: new Samples(samplesFolder),
    ring,
    snapLength: config.capture.snapLength,
    fileFolders: config.runs.fileFolders,
    dataFolder,
  }
  startRetraining(context, { hours: config.models.retrainHours, closing })
  return context
}

interface RingParts {
  readonly now: () => Date
  readonly log: FailureLog
  readonly retentionClock: RetentionClock | undefined
}

/** The ring lies beside the database. Null where none is kept: then earlier packets go as well. */
async function keepRing(
  { capture: { ringMegabytes, ringHours }, dataFolder }: CaptureConfig,
  closing: AsyncDisposableStack,
  { now, log, retentionClock }: RingParts,
): Promise<RingLimits | null> {
  const folder = join(dataFolder, 'packets')
  const limits = { folder, bytesMax: ringMegabytes * 1_048_576, hoursMax: ringHours }
  const path = join(dataFolder, 'retention-clock.json')
  const monotonicMs = () => performance.now()
  const clock = retentionClock ?? (await RetentionClock.open({ path, now, monotonicMs }))
  const save = async () => (retentionClock ? undefined : clock.save())
  await openRing(limits, clock.now())
  await save()
  const pruning = setInterval(() => {
    pruneRing(limits, clock.now())
      .then(save)
      .catch((error: unknown) => log(toAppError(error)))
  }, pruneRingMs).unref()
  closing.defer(() => clearInterval(pruning))
  return ringMegabytes === 0 ? null : limits
}

/** The log of a server; a step that opens something before the capture opens it first. */
export function openLog({ files }: CaptureConfig, closing: AsyncDisposableStack): AppLog {
  const log = openAppLog({ folder: files.logFolder, nowMs: () => performance.now() })
  closing.defer(() => log.close())
  return log
}

function summaryOf(model: HostModel | undefined): Status['model'] {
  if (!model) return null
  const { model_id, algorithm, trained_at } = describeHostModel(model)
  return { model_id, algorithm, trained_at }
}

/** A model may have been activated before anything ran: what is unlike its traffic is said then. */
function modelProblems({ monitor, review, versions }: CaptureContext): string[] {
  const { activeVersion } = versions
  if (!activeVersion || monitor.runs.active.length === 0) return []
  return review
    .concerns(activeVersion)
    .filter(({ code, blocks }) => code === 'other_source' && blocks)
    .map(({ message }) => `model ${activeVersion.model_id}: ${message}; POST /api/models/roll_back`)
}

/** The versions of the data folder, and what keeps one of them from judging, a sentence each. */
async function openVersions(dataFolder: string, { defaultModel }: CaptureParts, now: Date) {
  const versions = await ModelVersions.open({
    folder: join(dataFolder, 'models'),
    shippedPath: defaultModel ?? defaultModelPath,
  })
  const former = await adoptFormerModel(join(dataFolder, 'window-model.json'), versions, now)
  const problemsOf = () => {
    const problem = versions.problem ?? (versions.activeTrained ? undefined : former)
    if (problem) return [`${problem.message}; train again: POST /api/train`]
    return [...versions.damaged.values()].map(({ message, fix }) => `${message}; ${fix}`)
  }
  return { versions, problemsOf }
}
