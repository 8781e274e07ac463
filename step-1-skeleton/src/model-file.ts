import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Detector } from './detector.ts'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { Model } from './model.ts'
import { modelDamaged } from './model-damaged.ts'

/** A model of 100 trees is 0.3 MB; a file of more than 64 MiB is refused before it is read. */
const fileBytesMax = 64 * 1024 * 1024

/** Where the model lives between two runs: one JSON file, replaced as a whole or not at all. */
export class ModelFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /**
   * Writes beside the target, flushes, then renames: a crash leaves the old model or the new.
   * @throws AppError `E_NOT_SAVED` when the disk is full or the folder can not be written.
   */
  async save(model: Model): Promise<void> {
    const draft = `${this.path}.${process.pid}.tmp`
    try {
      await mkdir(dirname(this.path), { recursive: true })
      await writeFlushed(draft, JSON.stringify(model.state))
      await rename(draft, this.path)
    } catch (error) {
      await rm(draft, { force: true }).catch(() => {})
      throw new AppError(
        errorCodes.E_NOT_SAVED,
        `the model could not be saved: ${messageOf(error)}`,
        {
          fix: 'Free some space, or set DATA_DIR to a folder that can be written.',
        },
      )
    }
  }

  /** The saved model, or undefined when none was saved. @throws AppError `E_MODEL_DAMAGED` */
  async load(detector: Detector): Promise<Model | undefined> {
    const text = await this.#read()
    if (text === undefined) return undefined
    const model = Model.restore(detector, parseJson(text, this.path))
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
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw modelDamaged(`${this.path} can not be read: ${messageOf(error)}`)
    }
  }
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
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
