import { type Algorithm, type Explanation, Model, modelDamaged, modelState } from 'step-1-skeleton'
import type { z } from 'zod'
import { modelRow } from '../../features/model-row.ts'
import { createAlgorithm } from './algorithms/registry.ts'
import {
  bundleShape,
  ModelBundle,
  type ModelKind,
  type ModelOrigin,
  type ModelScore,
  opened,
  sealed,
  trainingRangeOf,
} from './model-bundle.ts'

/** What a row is made of. */
export interface RowKind {
  readonly kind: ModelKind
  readonly features: readonly { readonly name: string; readonly isHeavyTailed: boolean }[]
}

export interface RowTrainingOptions {
  /** By name, or made already with options of its own. */
  readonly algorithm: string | Algorithm
  /** Share of the rows that may be attacks, above 0 and at most 0.5. */
  readonly contamination: number
  readonly origin: ModelOrigin
  readonly now: Date
}

/** What training gives, and what a bundle is read into. */
export interface TrainedRows extends ReturnType<typeof trainingRangeOf>, ModelOrigin {
  readonly model: Model
}

/** A model of single rows, which says of a row how unusual it is by itself. */
export abstract class RowModel extends ModelBundle<ArrayLike<number>> {
  readonly model: Model
  readonly #features: RowKind['features']
  /** Reused: a packet model scores every packet. */
  readonly #seen: Float64Array

  protected constructor({ features }: RowKind, trained: TrainedRows) {
    super(trained, trained.model.state.calibration)
    this.model = trained.model
    this.#features = features
    this.#seen = new Float64Array(features.length)
  }

  get id(): string {
    return this.model.id
  }

  /** @param row Its features as they were measured. */
  score(row: ArrayLike<number>): ModelScore {
    return this.scoreOf(this.model.score(this.#toSeen(row)).raw_score)
  }

  explain(row: ArrayLike<number>): Explanation | undefined {
    return this.model.explain(this.#toSeen(row))
  }

  toBundle() {
    const { typical, highest } = this.range
    const { state } = this.model
    const content = { ...this.origin, typical: [...typical], highest: [...highest], model: state }
    return sealed(this.kind, content)
  }

  #toSeen(row: ArrayLike<number>): Float64Array {
    return modelRow(this.#features, row, this.#seen)
  }
}

/** @throws AppError `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS` */
export function trainRows(
  { features }: RowKind,
  rows: readonly ArrayLike<number>[],
  { algorithm, contamination, origin, now }: RowTrainingOptions,
): TrainedRows {
  const chosen =
    typeof algorithm === 'string'
      ? createAlgorithm(algorithm, { seed: origin.seed, contamination })
      : algorithm
  const model = Model.train(
    chosen,
    rows.map((row) => modelRow(features, row)),
    { features: namesOf(features), contamination, now },
  )
  return { ...origin, ...trainingRangeOf(rows, features.length), model }
}

/** Reads what `toBundle` gave. @throws AppError `E_MODEL_DAMAGED` */
export function restoreRows({ kind, features }: RowKind, data: unknown): TrainedRows {
  const schema = bundleShape(kind, features.length).extend({ model: modelState })
  const { model, ...rest }: z.output<typeof schema> = opened(schema, data)
  if (model.features.join() !== namesOf(features).join()) {
    throw modelDamaged(`it looks at other features of a ${kind} than this version measures`)
  }
  return { ...rest, model: Model.restore(createAlgorithm(model.algorithm), model) }
}

function namesOf(features: RowKind['features']): string[] {
  return features.map(({ name }) => name)
}
