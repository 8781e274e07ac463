import type { Algorithm, FeatureRow } from './algorithm.ts'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { Model, type TrainOptions } from './model.ts'
import { modelDamaged } from './model-damaged.ts'
import type { ModelFile } from './model-file.ts'

/** The one model that the server answers with, and the file that it survives a restart in. */
export class ModelHolder {
  readonly #algorithm: Algorithm
  readonly #file: ModelFile
  #model: Model | undefined
  #problem: AppError | undefined
  /** Two trainings at once save one after the other, so the file and the memory agree. */
  #saving: Promise<void> = Promise.resolve()
  readonly #closing = new AbortController()

  private constructor(algorithm: Algorithm, file: ModelFile) {
    this.#algorithm = algorithm
    this.#file = file
  }

  /** Loads the saved model; a damaged one is reported by `problem` and never used. */
  static async open(
    algorithm: Algorithm,
    file: ModelFile,
    features: readonly string[],
  ): Promise<ModelHolder> {
    const holder = new ModelHolder(algorithm, file)
    try {
      const model = await file.load(algorithm)
      if (model) checkFeatures(model, features)
      holder.#model = model
    } catch (error) {
      holder.#problem = error instanceof AppError ? error : modelDamaged(String(error))
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
    const { signal } = this.#closing
    const model = await Model.trainInTurns(this.#algorithm, rows, { ...options, signal })
    const saved = this.#saving.then(() => this.#replace(model))
    this.#saving = saved.catch(() => {})
    await saved
    return model
  }

  /** Gives up what is being trained, and resolves when nothing is being written any more. */
  async close(): Promise<void> {
    this.#closing.abort(
      new AppError(errorCodes.E_CLOSING, 'the server ends, so the training was given up', {
        fix: 'Start the server again, and train again.',
      }),
    )
    await this.#saving
  }

  async #replace(model: Model): Promise<void> {
    await this.#file.save(model)
    this.#model = model
    this.#problem = undefined
  }

  /** @throws AppError `E_NO_MODEL` when nothing was trained yet. */
  require(): Model {
    if (this.#model) return this.#model
    throw (
      this.#problem ??
      new AppError(errorCodes.E_NO_MODEL, 'no model is trained yet', {
        fix: "Train one first: curl -X POST localhost:8000/train -H 'Content-Type: application/json' -d @samples/sample_batch.json",
      })
    )
  }
}

function checkFeatures(model: Model, wanted: readonly string[]): void {
  const given = model.state.features.join(', ')
  if (given === wanted.join(', ')) return
  throw modelDamaged(`it looks at ${given}, this server at ${wanted.join(', ')}`)
}
