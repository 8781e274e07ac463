import { type Explanation, Model, modelDamaged, modelState } from 'step-1-skeleton'
import { z } from 'zod'
import { packetFeatures } from '../../features/packet-feature.ts'
import { createAlgorithm } from './algorithms/registry.ts'
import { bundleHashOf, mediansOf } from './model-bundle.ts'
import { TailProbability } from './tail-probability.ts'
import { type ModelOrigin, modelOrigin } from './window-model.ts'

/** The name that a file of a packet model carries, so that no other model is taken for one. */
export const packetModelFormat = 'net-anomaly-packet-model-1'

const featureNames: readonly string[] = packetFeatures.map(({ name }) => name)

const bundle = modelOrigin.extend({
  format: z.literal(packetModelFormat),
  /** The median of each feature over the training packets, as it was measured. */
  typical: z.array(z.number()).length(packetFeatures.length),
  model: modelState,
  hash: z.string(),
})

export interface PacketTrainOptions {
  readonly algorithm: string
  /** Share of the packets that may be attacks, above 0 and at most 0.5. */
  readonly contamination: number
  readonly origin: ModelOrigin
  readonly now: Date
}

export interface PacketScore {
  readonly score: number
  readonly raw_score: number
  readonly isBad: boolean
}

/** A model of what single packets ordinarily are, seen with what came before them. */
export class PacketModel {
  readonly model: Model
  readonly origin: ModelOrigin
  readonly typical: readonly number[]
  /** A packet is bad that ordinary traffic gives more seldom than that. */
  readonly alarmChance: number
  readonly #tail: TailProbability
  readonly #row = new Float64Array(packetFeatures.length)

  private constructor(model: Model, origin: ModelOrigin, typical: readonly number[]) {
    this.model = model
    this.origin = origin
    this.typical = typical
    this.alarmChance = model.state.contamination
    this.#tail = new TailProbability(model.state.calibration)
  }

  /** @throws AppError `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS` */
  static train(rows: readonly Float64Array[], options: PacketTrainOptions): PacketModel {
    const { algorithm, contamination, origin, now } = options
    const chosen = createAlgorithm(algorithm, { seed: origin.seed, contamination })
    const training = { features: featureNames, contamination, now }
    const seen = rows.map((row) => damp(row, new Float64Array(row.length)))
    return new PacketModel(
      Model.train(chosen, seen, training),
      origin,
      mediansOf(rows, packetFeatures.length),
    )
  }

  /** Reads what `toBundle` gave. @throws AppError `E_MODEL_DAMAGED` */
  static restore(data: unknown): PacketModel {
    const parsed = bundle.safeParse(data)
    if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
    const { hash, ...rest } = parsed.data
    if (hash !== bundleHashOf(rest)) throw modelDamaged('its hash does not match its content')
    const { model, format: _, typical, ...origin } = rest
    if (model.features.join() !== featureNames.join()) {
      throw modelDamaged('it looks at other features of a packet than this version measures')
    }
    return new PacketModel(Model.restore(createAlgorithm(model.algorithm), model), origin, typical)
  }

  toBundle(): z.infer<typeof bundle> {
    const rest = {
      ...this.origin,
      format: packetModelFormat as typeof packetModelFormat,
      typical: [...this.typical],
      model: this.model.state,
    }
    return { ...rest, hash: bundleHashOf(rest) }
  }

  /** @param row Of `packetFeatures`, as they were measured. */
  score(row: Float64Array): PacketScore {
    const { raw_score } = this.model.score(damp(row, this.#row))
    const chance = this.#tail.chanceOf(raw_score)
    return { score: 1 - chance, raw_score, isBad: chance < this.alarmChance }
  }

  /** What each feature adds to the score; undefined where the algorithm can not tell. */
  explain(row: Float64Array): Explanation | undefined {
    return this.model.explain(damp(row, this.#row))
  }
}

/** log(1 + x) of what has a long tail. */
function damp(row: Float64Array, into: Float64Array): Float64Array {
  for (let i = 0; i < row.length; i++) {
    const value = row[i] as number
    into[i] = packetFeatures[i]?.isHeavyTailed ? Math.log1p(value) : value
  }
  return into
}
