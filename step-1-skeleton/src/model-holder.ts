import type { Detector, FeatureRow } from './detector.ts'
import { AppError, toAppError } from './errors.ts'
import { Model, type TrainOptions } from './model.ts'
import type { ModelFile } from './model-file.ts'

/** The one model that the server answers with, and the file that it survives a restart in. */
export class ModelHolder {
  readonly #detector: Detector
  readonly #file: ModelFile
  #model: Model | undefined
  #problem: AppError | undefined

  private constructor(detector: Detector, file: ModelFile) {
    this.#detector = detector
    this.#file = file
  }

  /** Loads the saved model; a damaged one is reported by `problem` and never used. */
  static async open(detector: Detector, file: ModelFile): Promise<ModelHolder> {
    const holder = new ModelHolder(detector, file)
    try {
      holder.#model = await file.load(detector)
    } catch (error) {
      holder.#problem = toAppError(error)
    }
    return holder
  }

  get model(): Model | undefined {
    return this.#model
  }

  /** Why the saved model could not be loaded, if so. */
  get problem(): AppError | undefined {
    return this.#problem
  }

  /** Trains a new model and saves it; only then does it replace the old one. */
  async train(rows: readonly FeatureRow[], options: TrainOptions): Promise<Model> {
    const model = Model.train(this.#detector, rows, options)
    await this.#file.save(model)
    this.#model = model
    this.#problem = undefined
    return model
  }

  /** @throws AppError `E_NO_MODEL` when nothing was trained yet. */
  require(): Model {
    if (this.#model) return this.#model
    throw (
      this.#problem ??
      new AppError('E_NO_MODEL', 'no model is trained yet', {
        status: 409,
        fix: "Train one first: curl -X POST localhost:8000/train -H 'Content-Type: application/json' -d @samples/sample_batch.json",
      })
    )
  }
}
