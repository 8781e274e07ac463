import { readFile, stat } from 'node:fs/promises'
import type { Algorithm } from './algorithm.ts'
import { AppError } from './errors.ts'
import { Model } from './model.ts'
import { modelDamaged } from './model-damaged.ts'
import { isMissingFile } from './system-code.ts'
import { writeAtomically } from './write-atomically.ts'

/** A model of 100 trees is 0.3 MB; a file of more than 64 MiB is refused before it is read. */
const fileBytesMax = 64 * 1024 * 1024

/** Where the model lives between two runs: one JSON file, replaced as a whole or not at all. */
export class ModelFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** @throws AppError `E_NOT_SAVED`; the old model stays */
  async save(model: Model): Promise<void> {
    const text = JSON.stringify(model.state)
    await writeAtomically({ path: this.path, text, what: 'the model' })
  }

  /** The saved model, or undefined when none was saved. @throws AppError `E_MODEL_DAMAGED` */
  async load(algorithm: Algorithm): Promise<Model | undefined> {
    const text = await this.#read()
    if (text === undefined) return undefined
    const model = Model.restore(algorithm, parseJson(text, this.path))
    // The hash covers the values; this covers the bytes, such as a digit that changes no number.
    if (JSON.stringify(model.state) !== text) throw modelDamaged(`${this.path} was edited`)
    return model
  }

  async #read(): Promise<string | undefined> {
    try {
      const { size } = await stat(this.path)
      if (size > fileBytesMax)
        throw modelDamaged(`${this.path} has ${size} bytes, over ${fileBytesMax}`)
      return await readFile(this.path, 'utf8')
    } catch (error) {
      if (error instanceof AppError) throw error
      if (isMissingFile(error)) return undefined
      throw modelDamaged(`${this.path} cannot be read: ${messageOf(error)}`)
    }
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw modelDamaged(`${path} is not JSON`)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
