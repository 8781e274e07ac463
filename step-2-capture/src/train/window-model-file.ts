import { readFile, stat } from 'node:fs/promises'
import { AppError, modelDamaged, writeAtomically } from 'step-1-skeleton'
import { type HostModel, restoreHostModel } from '../detect/model/host-model.ts'

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

  /** Loads what was saved; a damaged model is reported by `problem` and never used. */
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

  /** Why the saved model cannot be used, if so. */
  get problem(): AppError | undefined {
    return this.#problem
  }

  /** @throws AppError `E_NOT_SAVED`; the old model stays */
  async replace(model: HostModel): Promise<void> {
    const text = JSON.stringify(model.toBundle())
    await writeAtomically({ path: this.#path, text, what: 'the model' })
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
