import { readFile, stat } from 'node:fs/promises'
import { AppError, modelDamaged, toAppError } from 'step-1-skeleton'
import { type HostModel, restoreHostModel } from '../detect/model/host-model.ts'
import { recordOfShipped } from './foreign-model.ts'
import type { ModelVersion, VersionDraft } from './model-version.ts'
import { cannotGo, nothingBefore, noVersion, versionDamaged } from './version-errors.ts'
import { type Choice, type VersionContent, VersionFiles } from './version-files.ts'

/** 20 versions of 0.5 to 2 MB; of more, the oldest goes that does not judge and did not before. */
export const versionCountMax = 20

export interface ModelVersionsOptions {
  /** Where the versions lie; made with the first. */
  readonly folder: string
  /** The file of the model that judges while no version does. */
  readonly shippedPath: string
}

/** A version with all that it holds. */
export interface LoadedVersion extends Pick<VersionContent, 'heldOut'> {
  readonly version: ModelVersion
  readonly model: HostModel
}

/** Every model that was trained or imported, and the one that judges: one change after the other. */
export class ModelVersions {
  readonly #files: VersionFiles
  #shipped: LoadedVersion | undefined
  #shippedProblem: AppError | undefined
  /** What is wrong with the choice itself, until another is made. */
  #problem: AppError | undefined
  #versions = new Map<string, ModelVersion>()
  #damaged = new Map<string, AppError>()
  #choice: Choice = { active: null, before: [] }
  #active: HostModel | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #onActive: (model: HostModel | undefined) => void = () => {}

  private constructor(files: VersionFiles) {
    this.#files = files
  }

  /** Reads what is kept. What is damaged is said by `damaged` and `problem`, and never judges. */
  static async open({ folder, shippedPath }: ModelVersionsOptions): Promise<ModelVersions> {
    const versions = new ModelVersions(new VersionFiles(folder))
    await versions.#read(shippedPath)
    return versions
  }

  /** Calls this with each model that judges from now on. */
  onActive(listener: (model: HostModel | undefined) => void): void {
    this.#onActive = listener
  }

  /** The model that judges; undefined where neither a version nor the shipped model can. */
  get active(): HostModel | undefined {
    return this.#active ?? this.#shipped?.model
  }

  /** The same, but never the shipped model. */
  get activeTrained(): HostModel | undefined {
    return this.#active
  }

  /** The version that judges now. */
  get activeVersion(): ModelVersion | undefined {
    const { active } = this.#choice
    const isUsed = active !== null && this.#active !== undefined
    return isUsed ? this.#versions.get(active) : this.#shipped?.version
  }

  /** The version that judged before, to which one step leads back. */
  get previousVersion(): ModelVersion | undefined {
    const id = this.#choice.before.findLast((before) => this.#has(before))
    if (id === undefined) return undefined
    return id === null ? this.#shipped?.version : this.#versions.get(id)
  }

  /** The shipped model last, before it the others, the newest first. */
  get list(): readonly ModelVersion[] {
    const own = [...this.#versions.values()].sort((a, b) => b.made_at.localeCompare(a.made_at))
    return this.#shipped ? [...own, this.#shipped.version] : own
  }

  /** Versions of which files are there, and why they cannot be used. */
  get damaged(): ReadonlyMap<string, AppError> {
    return this.#damaged
  }

  /** Why the model that should judge does not. */
  get problem(): AppError | undefined {
    return this.#problem ?? (this.#active ? undefined : this.#shippedProblem)
  }

  /** @throws AppError `E_NO_VERSION`, `E_MODEL_DAMAGED` */
  find(id: string): ModelVersion {
    const version =
      id === this.#shipped?.version.model_id ? this.#shipped.version : this.#versions.get(id)
    if (version) return version
    throw this.#damaged.get(id) ?? noVersion(id)
  }

  /** @throws AppError `E_NO_VERSION`, `E_MODEL_DAMAGED` */
  async load(id: string): Promise<LoadedVersion> {
    if (this.#shipped && id === this.#shipped.version.model_id) return this.#shipped
    const version = this.find(id)
    try {
      const { bundle, heldOut } = await this.#files.read(version)
      return { version, model: restoreHostModel(bundle), heldOut }
    } catch (error) {
      const damage = versionDamaged(id, error instanceof Error ? error.message : String(error))
      this.#damaged.set(id, damage)
      throw damage
    }
  }

  /**
   * Keeps a model that was trained or imported; it judges only once it is activated. The same model
   * is kept once. @throws AppError `E_NOT_SAVED`
   */
  add(draft: VersionDraft, content: VersionContent): Promise<ModelVersion> {
    return this.#inTurn(async () => {
      const id = draft.model_id
      const isShipped = id === this.#shipped?.version.model_id
      if (isShipped || (this.#versions.has(id) && !this.#damaged.has(id))) return this.find(id)
      const version = await this.#files.write(draft, content)
      this.#versions.set(id, version)
      this.#damaged.delete(id)
      await this.#prune(id)
      return version
    })
  }

  /** Lets a version judge from now on. @throws AppError `E_NO_VERSION`, `E_MODEL_DAMAGED`, `E_NOT_SAVED` */
  activate(id: string): Promise<ModelVersion> {
    return this.#inTurn(async () => {
      const chosen = id === this.#shipped?.version.model_id ? null : id
      const { before, active } = this.#choice
      const isSame = chosen === active && this.#problem === undefined
      return this.#choose(
        id,
        isSame ? this.#choice : { active: chosen, before: [...before, active] },
      )
    })
  }

  /** Goes back to the version that judged before. @throws AppError `E_NOTHING_BEFORE`, as `activate` */
  rollBack(): Promise<ModelVersion> {
    return this.#inTurn(async () => {
      const previous = this.previousVersion
      if (!previous) throw nothingBefore()
      const { before } = this.#choice
      const index = before.findLastIndex((id) => this.#has(id))
      const active = before[index] ?? null
      return this.#choose(previous.model_id, { active, before: before.slice(0, index) })
    })
  }

  /** @throws AppError `E_NO_VERSION`, `E_ACTIVE_VERSION` */
  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#damaged.has(id)) this.find(id)
      const isActive = id === this.#choice.active && this.#active !== undefined
      if (isActive) throw cannotGo(id, { reason: 'judges now' })
      if (id === this.#shipped?.version.model_id) {
        throw cannotGo(id, { reason: 'ships with the program' })
      }
      await this.#forget(id)
    })
  }

  async #choose(id: string, choice: Choice): Promise<ModelVersion> {
    const { version, model } = await this.load(id)
    const made = { ...choice, before: choice.before.slice(-versionCountMax) }
    await this.#files.writeChoice(made)
    this.#choice = made
    this.#active = made.active === null ? undefined : model
    this.#problem = undefined
    this.#onActive(this.active)
    return version
  }

  async #read(shippedPath: string): Promise<void> {
    this.#shipped = await this.#readShipped(shippedPath)
    const { versions, damaged } = await this.#files.readAll()
    this.#versions = new Map(versions.map((version) => [version.model_id, version]))
    this.#damaged = damaged
    try {
      this.#choice = (await this.#files.readChoice()) ?? this.#choice
      const { active } = this.#choice
      if (active !== null) this.#active = (await this.load(active)).model
    } catch (error) {
      this.#problem = toAppError(error)
      const { active } = this.#choice
      if (active !== null) this.#damaged.set(active, this.#problem)
    }
  }

  async #readShipped(path: string): Promise<LoadedVersion | undefined> {
    try {
      const text = await readFile(path, 'utf8')
      const model = restoreHostModel(JSON.parse(text))
      const { size } = await stat(path)
      return { version: recordOfShipped(model, size), model, heldOut: [] }
    } catch (error) {
      this.#shippedProblem = error instanceof AppError ? error : modelDamaged(String(error))
      return undefined
    }
  }

  /** Makes room: never the newest, the active, or the one before it. */
  async #prune(newest: string): Promise<void> {
    const kept = [newest, this.#choice.active, this.previousVersion?.model_id]
    const old = this.list.filter(
      ({ model_id, made_by }) => made_by !== 'shipped' && !kept.includes(model_id),
    )
    while (this.#versions.size > versionCountMax && old.length > 0) {
      await this.#forget(old.pop()?.model_id as string) // There is one left.
    }
  }

  async #forget(id: string): Promise<void> {
    await this.#files.remove(id)
    this.#versions.delete(id)
    this.#damaged.delete(id)
  }

  /** Whether a roll-back may lead there. */
  #has(id: string | null): boolean {
    if (id === null) return this.#shipped !== undefined
    return this.#versions.has(id) && !this.#damaged.has(id)
  }

  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(change)
    this.#turn = done.catch(() => {})
    return done
  }
}
