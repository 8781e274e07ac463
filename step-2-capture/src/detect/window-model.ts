import { createHash } from 'node:crypto'
import { type Explanation, Model, modelDamaged, modelState, type Score } from 'step-1-skeleton'
import { z } from 'zod'
import { hostFeatures } from '../features/host-window.ts'
import { createDetector } from './models/index.ts'

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
const origin = z.object({
  source: z.enum(['live', 'pcap', 'simulate']),
  name: z.string(),
  /** What people call the captures it was trained on. */
  captures: z.array(z.string()),
  seed: z.number().int(),
})
export type ModelOrigin = z.infer<typeof origin>

const bundle = origin.extend({
  format: z.literal('net-anomaly-window-model-1'),
  model: modelState,
  hash: z.string(),
})

export interface WindowTrainOptions {
  readonly algorithm: string
  /** Share of the windows that may be attacks, above 0 and at most 0.5. */
  readonly contamination: number
  readonly origin: ModelOrigin
  readonly now: Date
}

/** A model of what a host ordinarily does in ten seconds, with where it comes from. */
export class WindowModel {
  readonly model: Model
  readonly origin: ModelOrigin

  private constructor(model: Model, origin: ModelOrigin) {
    this.model = model
    this.origin = origin
  }

  /**
   * Learns from rows of `hostFeatures`, as windows give them.
   * @throws AppError `E_NO_ALGORITHM`, `E_TOO_FEW_ITEMS`
   */
  static train(rows: readonly ArrayLike<number>[], options: WindowTrainOptions): WindowModel {
    const { algorithm, contamination, origin, now } = options
    const detector = createDetector(algorithm, { seed: origin.seed, contamination })
    const training = { features: windowFeatures, contamination, now }
    return new WindowModel(Model.train(detector, rows.map(windowRow), training), origin)
  }

  /** Reads what `toBundle` gave. @throws AppError `E_MODEL_DAMAGED` */
  static restore(data: unknown): WindowModel {
    const parsed = bundle.safeParse(data)
    if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
    const { hash, ...rest } = parsed.data
    if (hash !== hashOf(rest)) throw modelDamaged('its hash does not match its content')
    const { model, format: _, ...origin } = rest
    if (model.features.join() !== windowFeatures.join()) {
      throw modelDamaged('it looks at other features of a window than this version measures')
    }
    return new WindowModel(Model.restore(createDetector(model.algorithm), model), origin)
  }

  /** Everything as plain JSON data, for a file or another thread. */
  toBundle(): z.infer<typeof bundle> {
    const rest = {
      ...this.origin,
      format: 'net-anomaly-window-model-1' as const,
      model: this.model.state,
    }
    return { ...rest, hash: hashOf(rest) }
  }

  /** @param row A window's features as they were measured. */
  score(row: ArrayLike<number>): Score {
    return this.model.score(windowRow(row))
  }

  explain(row: ArrayLike<number>): Explanation | undefined {
    return this.model.explain(windowRow(row))
  }
}

/** The same for the same content, in whatever order its keys came back from a file. */
function hashOf({ source, name, captures, seed, format, model }: object & Record<string, unknown>) {
  const text = JSON.stringify([format, source, name, captures, seed, model])
  return createHash('sha256').update(text).digest('hex')
}
