import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, modelDamaged } from 'step-1-skeleton'
import { type HostModel, restoreHostModel } from '../detect/model/host-model.ts'
import { errorCodes } from '../error-codes.ts'

/** An ensemble takes 1 MB; more than 64 MiB is no model of ours. */
const fileBytesMax = 64 * 1024 * 1024

/** The model of host windows that runs judge with, and the file that it survives a restart in. */
export class WindowModelFile {
  readonly #path: string
  #model: HostModel | undefined
  #problem: AppError | undefined

  private constructor(path: string) {
    this.#path = path
  }

  /** Loads what was saved; a damaged model is told by `problem` and never used. */
  static async open(path: string): Promise<WindowModelFile> {
    const file = new WindowModelFile(path)
    try {
      file.#model = await file.#load()
    } catch (error) {
      file.#problem = error instanceof AppError ? error : modelDamaged(String(error))
    }
    return file
  }

  get model(): HostModel | undefined {
    return this.#model
  }

  /** Why the saved model can not be used, if so. */
  get problem(): AppError | undefined {
    return this.#problem
  }

  /**
   * Saves a new model beside the old one, then puts it in its place: a crash leaves one of them.
   * @throws AppError `E_NOT_SAVED`; the old model stays
   */
  async replace(model: HostModel): Promise<void> {
    const draft = `${this.#path}.${process.pid}.tmp`
    try {
      await mkdir(dirname(this.#path), { recursive: true })
      await writeFlushed(draft, JSON.stringify(model.toBundle()))
      await rename(draft, this.#path)
    } catch (error) {
      await rm(draft, { force: true }).catch(() => {})
      const reason = error instanceof Error ? error.message : String(error)
      throw new AppError(errorCodes.E_NOT_SAVED, `the model could not be saved: ${reason}`, {
        fix: 'Free some space, or set DATA_DIR to a folder that can be written.',
      })
    }
    this.#model = model
    this.#problem = undefined
  }

  async #load(): Promise<HostModel | undefined> {
    const size = await stat(this.#path).then(
      (stats) => stats.size,
      () => undefined,
    )
    if (size === undefined) return undefined
    if (size > fileBytesMax) throw modelDamaged(`${this.#path} has ${size} bytes`)
    return restoreHostModel(JSON.parse(await readFile(this.#path, 'utf8')))
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
