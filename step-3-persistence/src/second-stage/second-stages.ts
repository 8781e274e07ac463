import { createHash } from 'node:crypto'
import { AppError, readKept, writeAtomically } from 'step-2-capture'
import { z } from 'zod'
import type { AlertStore } from '../alert/alert-store.ts'
import type { FoldOptions } from '../alert/fold-detections.ts'
import { errorCodes } from '../error-codes.ts'
import { featureNames } from './alert-features.ts'
import { figuresOf, judgeLeftOut } from './measure-second-stage.ts'
import { confirmedStatuses, readDecisions } from './read-decisions.ts'
import { applySecondStage, type Decision, trainSecondStage } from './second-stage.ts'
import { type KeptVersion, keptVersion, type SecondStageVersion } from './second-stage-version.ts'

/** 20 versions of some 3 kB; of more, the oldest goes that does not judge. */
export const secondStageCountMax = 20
/** Of each class. From fewer decisions the figures would be chance. */
export const decisionCountMin = 10

const kept = z.object({
  versions: z.array(keptVersion),
  active: z.string().nullable(),
  /** What was active before, the latest last; null for none. */
  before: z.array(z.string().nullable()),
})
type Kept = z.infer<typeof kept>

export interface SecondStagesOptions {
  readonly path: string
  readonly alerts: Pick<AlertStore, 'list' | 'count'>
  readonly now: () => Date
}

/** Versions of the second stage, none of which acts before it is switched on. */
export class SecondStages {
  readonly #options: SecondStagesOptions
  #kept: Kept = { versions: [], active: null, before: [] }
  #turn: Promise<void> = Promise.resolve()
  #problem: string | null = null

  private constructor(options: SecondStagesOptions) {
    this.#options = options
  }

  /** Reads what is kept; a damaged file switches the second stage off, and `problem` says so. */
  static async open(options: SecondStagesOptions): Promise<SecondStages> {
    const stages = new SecondStages(options)
    const { content, problem } = await readKept(options.path, kept)
    stages.#kept = content ?? stages.#kept
    stages.#problem = problem
    return stages
  }

  /** Why it is off; null where it is as it was left, and after the next change. */
  get problem(): string | null {
    if (this.#problem === null) return null
    return `the second stage is off: ${this.#problem}. Train and activate it again: POST /api/second-stage/train`
  }

  /** What it changes of an alert; undefined while it is off. */
  get active(): FoldOptions['secondStage'] {
    const version = this.#kept.versions.find(({ version_id }) => version_id === this.#kept.active)
    return version && ((record) => applySecondStage(record, version.model))
  }

  /** The newest first. */
  get list(): readonly SecondStageVersion[] {
    return this.#kept.versions.map((version) => this.#shown(version))
  }

  /** How many alerts are decided. */
  async decisionCounts(): Promise<{ confirmed: number; false_positives: number }> {
    const { alerts } = this.#options
    const [confirmed, false_positives] = await Promise.all([
      alerts.count({ status: confirmedStatuses }),
      alerts.count({ status: ['false_positive'] }),
    ])
    return { confirmed, false_positives }
  }

  /** Learns from the alerts that are decided now. @throws AppError `E_TOO_FEW_DECISIONS`, `E_NOT_SAVED` */
  async train(author: string): Promise<SecondStageVersion> {
    const decisions = await readDecisions(this.#options.alerts)
    checkCounts(decisions)
    const { judged, folds } = await judgeLeftOut(decisions)
    const model = trainSecondStage(decisions)
    const made_at = this.#options.now().toISOString()
    const hash = createHash('sha256').update(JSON.stringify([model, made_at]))
    const version: KeptVersion = {
      version_id: hash.digest('hex').slice(0, 12),
      made_at,
      author,
      figures: figuresOf(judged, folds),
      model,
    }
    await this.#keep((before) => ({ ...before, versions: withRoom(version, before) }))
    return this.#shown(version)
  }

  /**
   * Lets a version act from now on, on alerts that get a detection.
   * @throws AppError `E_NO_SECOND_STAGE`, `E_NOT_SAVED`; `E_NOT_BETTER` where that was not accepted
   */
  async activate(
    id: string,
    { acceptsWorse }: { readonly acceptsWorse: boolean },
  ): Promise<SecondStageVersion> {
    const version = this.#find(id)
    const { ranked_right_before: before, ranked_right_after: after } = version.figures
    if (after <= before && !acceptsWorse) throw notBetter(before, after)
    await this.#choose(id)
    return this.#shown(version)
  }

  /** Switches it off; the versions stay. @throws AppError `E_NOT_SAVED` */
  switchOff(): Promise<void> {
    return this.#choose(null)
  }

  /** Goes back to what was active before, which may be none. @throws AppError `E_NOT_SAVED` */
  async rollBack(): Promise<void> {
    await this.#keep(({ versions, before }) => {
      return { versions, active: before.at(-1) ?? null, before: before.slice(0, -1) }
    })
  }

  async #choose(id: string | null): Promise<void> {
    await this.#keep(({ versions, active, before }) => {
      const earlier = id === active ? before : [...before, active].slice(-secondStageCountMax)
      return { versions, active: id, before: earlier }
    })
  }

  #find(id: string): KeptVersion {
    const version = this.#kept.versions.find(({ version_id }) => version_id === id)
    if (version) return version
    throw new AppError(errorCodes.E_NO_SECOND_STAGE, `no version of the second stage is ${id}`, {
      fix: 'GET /api/second-stage lists those that are kept.',
    })
  }

  #shown({ model, ...version }: KeptVersion): SecondStageVersion {
    const names = featureNames(model.kinds)
    const weights = model.weights
      .map((weight, index) => ({ feature: names[index] ?? '', weight: round(weight) }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    return {
      ...version,
      weights: weights.slice(0, shownWeightCount),
      active: version.version_id === this.#kept.active,
    }
  }

  /**
   * One change after the other, on the disk first: what is said to be on is on after a restart too.
   */
  #keep(change: (before: Kept) => Kept): Promise<void> {
    const { path } = this.#options
    const saved = this.#turn.then(async () => {
      const next = change(this.#kept)
      await writeAtomically({ path, text: JSON.stringify(next), what: 'the second stage' })
      this.#kept = next
      this.#problem = null
    })
    this.#turn = saved.catch(() => {})
    return saved
  }
}

const shownWeightCount = 10

/** With a new version; of too many, the oldest goes that does not act. */
function withRoom(version: KeptVersion, { versions, active }: Kept): KeptVersion[] {
  const others = versions.filter(({ version_id }) => version_id !== version.version_id)
  const all = [version, ...others]
  const acting = all.slice(secondStageCountMax).filter((one) => one.version_id === active)
  return [...all.slice(0, secondStageCountMax - acting.length), ...acting]
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function checkCounts(decisions: readonly Decision[]): void {
  const confirmed = decisions.filter(({ isConfirmed }) => isConfirmed).length
  const falseCount = decisions.length - confirmed
  if (Math.min(confirmed, falseCount) >= decisionCountMin) return
  throw new AppError(
    errorCodes.E_TOO_FEW_DECISIONS,
    `${confirmed} alerts are confirmed and ${falseCount} are false positives; ${decisionCountMin} of each are needed`,
    { fix: 'Decide more alerts: escalated or resolved confirms one.' },
  )
}

function notBetter(before: number, after: number): AppError {
  const message = `a confirmed alert would rank above a false positive in ${after} of the pairs, now in ${before}`
  return new AppError(errorCodes.E_NOT_BETTER, message, {
    fix: 'Decide more alerts and train again, or accept it: {"accept_worse": true}.',
  })
}
