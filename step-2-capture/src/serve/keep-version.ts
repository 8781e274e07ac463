import { AppError } from 'step-1-skeleton'
import { describeHostModel, type HostModel, restoreHostModel } from '../detect/model/host-model.ts'
import { errorCodes } from '../error-codes.ts'
import type { Keep } from '../train/trainer.ts'
import type { Trained, TrainingTask } from '../train/training-task.ts'
import type { Concern } from '../versions/concerns.ts'
import type { KeptVersion } from '../versions/kept-version.ts'
import type { VersionDraft } from '../versions/model-version.ts'
import type { ModelVersions } from '../versions/model-versions.ts'
import type { ModelReview } from './model-review.ts'

export interface VersionRooms {
  readonly versions: ModelVersions
  readonly review: ModelReview
  readonly now: () => Date
}

export interface KeepWish {
  readonly author: string
  /** Let it judge; undefined: only when it is the first version. */
  readonly activate: boolean | undefined
  readonly acceptsConcerns: boolean
}

/**
 * Keeps what was trained as a version. It judges at once when that was asked for, or when it is the
 * first; unless something speaks against it that was not accepted.
 */
export function keepTrained(task: TrainingTask, wish: KeepWish, rooms: VersionRooms): Keep {
  const { versions, review } = rooms
  return async (trained) => {
    const model = restoreHostModel(trained.bundle)
    const draft = await draftOf(trained, { task, model, author: wish.author }, rooms)
    const isFirst = versions.list.every(({ made_by }) => made_by === 'shipped')
    const version = await versions.add(draft, trained)
    const concerns = review.concerns(version)
    const preview = await review.preview(version, model)
    const isWanted = wish.activate ?? isFirst
    const isActive = isWanted && (wish.acceptsConcerns || !concerns.some(({ blocks }) => blocks))
    if (isActive) await versions.activate(version.model_id)
    return { version, model, isActive, concerns, preview }
  }
}

/**
 * Lets a version judge from now on.
 * @throws AppError `E_MODEL_CONCERNS`, `E_NO_VERSION`, `E_MODEL_DAMAGED`, `E_NOT_SAVED`
 */
export async function activateVersion(
  id: string,
  { acceptsConcerns }: Pick<KeepWish, 'acceptsConcerns'>,
  { versions, review }: VersionRooms,
): Promise<KeptVersion> {
  const { version, model } = await versions.load(id)
  const concerns = review.concerns(version)
  if (!acceptsConcerns && concerns.some(({ blocks }) => blocks)) throw refused(concerns)
  const preview = await review.preview(version, model)
  await versions.activate(id)
  return { version, model, isActive: true, concerns, preview }
}

interface Made {
  readonly task: TrainingTask
  readonly model: HostModel
  readonly author: string
}

async function draftOf(
  { heldOut, learned, dataHash, attacks }: Trained,
  { task, model, author }: Made,
  { review, now }: VersionRooms,
): Promise<VersionDraft> {
  const { model_id, algorithm, contamination } = describeHostModel(model)
  return {
    model_id,
    kind: model.kind,
    algorithm,
    name: task.modelName,
    made_by: 'training',
    author,
    made_at: now().toISOString(),
    source: task.source,
    captures: [...task.captures],
    run_id: task.runId,
    data_hash: dataHash,
    contamination,
    sample_rate: task.sampleRate,
    seed: task.seed,
    windows: { learned, held_out: heldOut.length },
    held_out: await review.ofRows(model, heldOut),
    attacks: attacks && [...attacks],
  }
}

function refused(concerns: readonly Concern[]): AppError {
  const blocking = concerns.filter(({ blocks }) => blocks).map(({ message }) => message)
  return new AppError(errorCodes.E_MODEL_CONCERNS, blocking.join('; '), {
    fix: 'Train on other traffic, or activate it all the same with {"accept_concerns":true}.',
    details: concerns,
  })
}

/** What to say of a version that was just made. */
export function outcomeOf({ version, isActive, concerns }: KeptVersion): string {
  const { model_id, kind, windows } = version
  const things = kind === 'sequence' ? 'sequences of host windows' : 'host windows'
  const trained = `trained on ${windows.learned} ${things}`
  if (isActive) return `${trained}; ${model_id} judges from now on`
  const reasons = concerns.filter(({ blocks }) => blocks).map(({ message }) => message)
  const why = reasons.length > 0 ? ` (${reasons.join('; ')})` : ''
  return `${trained}; kept as ${model_id}, which does not judge${why}: POST /api/models/${model_id}/activate`
}
