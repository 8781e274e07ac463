import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, writeAtomically } from 'step-1-skeleton'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import { packRows, unpackRows } from './held-out.ts'
import { type ModelVersion, modelId, modelVersion, type VersionDraft } from './model-version.ts'
import { versionDamaged } from './version-errors.ts'

/** An ensemble takes 1 MB; more than 64 MiB is no model of ours. */
const fileBytesMax = 64 * 1024 * 1024
const choiceName = 'active.json'

/** Which version judges, and which did before, the latest last; null is the shipped model. */
const choice = z.object({ active: modelId.nullable(), before: z.array(modelId.nullable()) })
export type Choice = z.infer<typeof choice>

const modelFile = z.object({ bundle: z.unknown(), held_out: z.string() })

/** What a version holds: the bundle of its model, and the rows that it did not learn from. */
export interface VersionContent {
  readonly bundle: unknown
  readonly heldOut: readonly Float64Array[]
}

/**
 * The versions of a folder. Each is two files: `ID.model.json`, written first, and `ID.json`, which
 * says what it is and makes it count. Every file is written whole or not at all.
 */
export class VersionFiles {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** All that are whole, and why others cannot be used. A model that no record names is removed. */
  async readAll(): Promise<{ versions: ModelVersion[]; damaged: Map<string, AppError> }> {
    const names = new Set(await readdir(this.#folder).catch(() => [] as string[]))
    const versions: ModelVersion[] = []
    const damaged = new Map<string, AppError>()
    for (const name of names) {
      const [, id = '', kind] = /^((?:default-)?[0-9a-f]{12})(\.model)?\.json$/.exec(name) ?? []
      const isLeftOver = kind !== undefined && !names.has(`${id}.json`)
      if (isLeftOver || name.endsWith('.tmp')) await rm(join(this.#folder, name), { force: true })
      if (id === '' || kind !== undefined) continue
      try {
        versions.push(await this.#readRecord(id))
      } catch (error) {
        damaged.set(id, versionDamaged(id, reasonOf(error)))
      }
    }
    return { versions, damaged }
  }

  /** @throws AppError `E_NOT_SAVED`; then nothing of it counts */
  async write(draft: VersionDraft, { bundle, heldOut }: VersionContent): Promise<ModelVersion> {
    const text = JSON.stringify({ bundle, held_out: packRows(heldOut) })
    const version = { ...draft, bytes: Buffer.byteLength(text), hash: sha256(text) }
    const id = version.model_id
    await this.#save(`${id}.model.json`, text)
    await this.#save(`${id}.json`, JSON.stringify(version))
    return version
  }

  /** @throws Error why it is not what was written */
  async read({ model_id, hash }: ModelVersion): Promise<VersionContent> {
    const text = await this.#text(`${model_id}.model.json`)
    if (sha256(text) !== hash) throw new Error('its hash does not match its content')
    // The hash says that it is what was written, so it is JSON of that shape.
    const { bundle, held_out } = modelFile.parse(JSON.parse(text))
    const heldOut = unpackRows(held_out)
    // As after a change of the features.
    if (!heldOut) throw new Error('its held-out windows have other features')
    return { bundle, heldOut }
  }

  /** The record goes first: without it the rest does not count. */
  async remove(id: string): Promise<void> {
    await rm(join(this.#folder, `${id}.json`), { force: true })
    await rm(join(this.#folder, `${id}.model.json`), { force: true })
  }

  /** Undefined where none was ever made. @throws AppError `E_MODEL_DAMAGED` */
  async readChoice(): Promise<Choice | undefined> {
    const text = await readFile(join(this.#folder, choiceName), 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    try {
      return choice.parse(JSON.parse(text))
    } catch (error) {
      throw new AppError(
        errorCodes.E_MODEL_DAMAGED,
        `${choiceName} of the models cannot be read: ${reasonOf(error)}`,
        { fix: 'Activate a version again: GET /api/models lists them.' },
      )
    }
  }

  /** @throws AppError `E_NOT_SAVED`; the former choice stays */
  writeChoice(made: Choice): Promise<void> {
    return this.#save(choiceName, JSON.stringify(made))
  }

  async #readRecord(id: string): Promise<ModelVersion> {
    const version = modelVersion.parse(JSON.parse(await this.#text(`${id}.json`)))
    if (version.model_id !== id) throw new Error(`it names ${version.model_id}`)
    const { size } = await stat(join(this.#folder, `${id}.model.json`))
    if (size !== version.bytes) throw new Error(`its file has ${size} bytes of ${version.bytes}`)
    return version
  }

  async #text(name: string): Promise<string> {
    const path = join(this.#folder, name)
    const { size } = await stat(path)
    if (size > fileBytesMax) throw new Error(`${name} has ${size} bytes, over ${fileBytesMax}`)
    return readFile(path, 'utf8')
  }

  #save(name: string, text: string): Promise<void> {
    return writeAtomically({ path: join(this.#folder, name), text, what: 'the model version' })
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  return error instanceof Error ? error.message : String(error)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
