import {
  type Algorithm,
  type Explanation,
  Model,
  modelDamaged,
  modelState,
  type Score,
} from 'step-1-skeleton'
import { z } from 'zod'
import { hostFeatures } from '../../features/host-window.ts'
import { sourceKind } from '../../pcap/source-kind.ts'
import { createAlgorithm } from './algorithms/registry.ts'
import { bundleHashOf, mediansOf } from './model-bundle.ts'
import { TailProbability } from './tail-probability.ts'

/** What a model of host windows looks at, in the order of its rows. */
export const windowFeatures: readonly string[] = hostFeatures.map(({ name }) => name)

/** A host's window as a model sees it: log(1 + x) of counts and sizes, whose tails are long. */
export function windowRow(row: ArrayLike<number>): number[] {
  return hostFeatures.map(({ isHeavyTailed }, index) => {
    const value = row[index] as number
    return isHeavyTailed ? Math.log1p(value) : value
  })
}

/** Where a model comes from. A baseline never mixes sources. */
export const modelOrigin = z.object({
  source: sourceKind,
  name: z.string(),
  /** What people call the captures it was trained on. */
  captures: z.array(z.string()),
  seed: z.number().int(),
})
export type ModelOrigin = z.infer<typeof modelOrigin>

export const windowModelFormat = 'net-anomaly-window-model-1'

const bundle = modelOrigin.extend({
  format: z.literal(windowModelFormat),
  /** The median of each feature over the training windows, as it was measured. */
  typical: z.array(z.number()).length(hostFeatures.length),
  model: modelState,
  hash: z.string(),
})

/** The name of the model that ships with the program, and judges until one is trained. */
export const defaultModelName = 'default'

export interface WindowTrainOptions {
  /** By name, or made already with options of its own. */
  readonly algorithm: string | Algorithm
  /** Share of the windows that may be attacks, above 0 and at most 0.5. */
  readonly contamination: number
  readonly origin: ModelOrigin
  readonly now: Date
}

/**
 * One false alarm in ten hours of a network with ten hosts at work, which are 3,600 windows an
 * hour: the budget that takes the place of a threshold.
 */
const alarmChance = 0.1 / 3600

/** How strange a window is. */
export interface WindowScore extends Score {
  /** How likely an ordinary window is to look as strange: 1 - `score`. */
  readonly chance: number
}

/** A model of what a host ordinarily does in ten seconds, with where it comes from. */
export class WindowModel {
  readonly model: Model
  readonly origin: ModelOrigin
  /** The median of each feature over the training windows. */
  readonly typical: readonly number[]
  /** The score above which a window is strange. */
  readonly threshold = 1 - alarmChance
  readonly #tail: TailProbability

  private constructor(model: Model, { origin, typical }: Learned) {
    this.model = model
    this.origin = origin
    this.typical = typical
    this.#tail = new TailProbability(model.state.calibration)
  }

  /** Whether it ships with the program, and knows nothing of the network at hand. */
  get isDefault(): boolean {
    return this.origin.name === defaultModelName
  }

  /** What detections carry as the model's version: that of the default model says so. */
  get version(): string {
    const { id } = this.model
    return this.isDefault ? `${defaultModelName}-${id}` : id
  }

  /**
   * Learns from rows of `hostFeatures`, as windows give them.
   * @throws AppError `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS`
   */
  static train(rows: readonly ArrayLike<number>[], options: WindowTrainOptions): WindowModel {
    const { algorithm, contamination, origin, now } = options
    const chosen =
      typeof algorithm === 'string'
        ? createAlgorithm(algorithm, { seed: origin.seed, contamination })
        : algorithm
    const training = { features: windowFeatures, contamination, now }
    const model = Model.train(chosen, rows.map(windowRow), training)
    return new WindowModel(model, { origin, typical: mediansOf(rows, hostFeatures.length) })
  }

  /** Reads what `toBundle` gave. @throws AppError `E_MODEL_DAMAGED` */
  static restore(data: unknown): WindowModel {
    const parsed = bundle.safeParse(data)
    if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
    const { hash, ...rest } = parsed.data
    if (hash !== bundleHashOf(rest)) throw modelDamaged('its hash does not match its content')
    const { model, format: _, typical, ...origin } = rest
    if (model.features.join() !== windowFeatures.join()) {
      throw modelDamaged('it looks at other features of a window than this version measures')
    }
    const restored = Model.restore(createAlgorithm(model.algorithm), model)
    return new WindowModel(restored, { origin, typical })
  }

  /** Everything as plain JSON data, for a file or another thread. */
  toBundle(): z.infer<typeof bundle> {
    const rest = {
      ...this.origin,
      format: windowModelFormat as typeof windowModelFormat,
      typical: [...this.typical],
      model: this.model.state,
    }
    return { ...rest, hash: bundleHashOf(rest) }
  }

  /** @param row A window's features as they were measured. */
  score(row: ArrayLike<number>): WindowScore {
    const { raw_score } = this.model.score(windowRow(row))
    const chance = this.#tail.chanceOf(raw_score)
    return { score: 1 - chance, chance, raw_score, is_anomaly: chance < alarmChance }
  }

  /** What each feature adds to `raw_score`, beside a base; undefined where a model can not tell. */
  explain(row: ArrayLike<number>): Explanation | undefined {
    return this.model.explain(windowRow(row))
  }
}

interface Learned {
  readonly origin: ModelOrigin
  readonly typical: readonly number[]
}
