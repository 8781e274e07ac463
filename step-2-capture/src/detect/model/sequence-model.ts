import { createHash } from 'node:crypto'
import {
  calibrationOf,
  calibrationState,
  type Explanation,
  type FeatureRow,
  modelDamaged,
} from 'step-1-skeleton'
import { z } from 'zod'
import { hostFeatures } from '../../features/host-window.ts'
import {
  benignLabel,
  createLstm,
  type LabelledSequence,
  type SequenceClassifier,
  type SequenceVerdict,
} from './algorithms/lstm.ts'
import { mediansOf } from './model-bundle.ts'
import { TailProbability } from './tail-probability.ts'
import { type ModelOrigin, modelOrigin } from './window-model.ts'

export const sequenceModelFormat = 'net-anomaly-sequence-model-1'

/**
 * Of ordinary windows one in a thousand may look like an attack. With the budget of the models of
 * single windows it knew 6 of 25 attacks in captures of other people, with this one 22. What it
 * states stays low until three windows in a row have one name (docs/models.md).
 */
const alarmChance = 1e-3

const content = modelOrigin.extend({
  format: z.literal(sequenceModelFormat),
  features: z.array(z.string()),
  /** Sequences that it learned from. */
  items: z.number().int(),
  trained_at: z.iso.datetime(),
  /** The median of each feature over ordinary windows, as models see it. */
  typical: z.array(z.number()).length(hostFeatures.length),
  /** Scores of ordinary sequences of hosts that it did not learn from. */
  calibration: calibrationState,
  lstm: z.unknown(),
})
const bundle = content.extend({ hash: z.string() })
type Content = z.infer<typeof content>

/** What a host's last windows look like. */
export interface SequenceScore extends SequenceVerdict {
  /** 1 - the chance that an ordinary host looks as much like an attacker. */
  readonly score: number
  /** Logarithm of the odds of an attack. */
  readonly raw_score: number
  readonly is_alarm: boolean
}

/** An LSTM that knows attacks by name, with where it comes from and how ordinary hosts score. */
export class SequenceModel {
  readonly #content: Content
  readonly #classifier: SequenceClassifier
  readonly #tail: TailProbability
  /** Changes whenever the model does: the head of its hash. */
  readonly version: string
  readonly threshold = 1 - alarmChance
  readonly isDefault = false

  private constructor(content: Content, classifier: SequenceClassifier) {
    this.#content = content
    this.#classifier = classifier
    this.#tail = new TailProbability(content.calibration)
    this.version = hashOf(content).slice(0, 12)
  }

  get origin(): ModelOrigin {
    const { source, name, captures, seed } = this.#content
    return { source, name, captures, seed }
  }

  /** Benign first, then the attacks that it knows. */
  get labels(): readonly string[] {
    return this.#classifier.labels
  }

  get typical(): readonly number[] {
    return this.#content.typical
  }

  /** What the API tells of it. */
  get summary() {
    const { features, items, trained_at } = this.#content
    const { version: model_id, threshold } = this
    return { model_id, algorithm: 'lstm', features, items, contamination: 0, threshold, trained_at }
  }

  /**
   * @param sequences To learn from.
   * @param ordinary Benign sequences of other hosts; they say how ordinary ones score.
   * @throws AppError `E_TOO_FEW_ITEMS`
   */
  static train(
    sequences: readonly LabelledSequence[],
    ordinary: readonly LabelledSequence[],
    { origin, now }: { readonly origin: ModelOrigin; readonly now: Date },
  ): SequenceModel {
    const classifier = createLstm({ seed: origin.seed }).train(sequences)
    const benign = sequences.filter(({ label }) => label === benignLabel)
    const judged = ordinary.length > 0 ? ordinary : benign
    const learned: Content = {
      ...origin,
      format: sequenceModelFormat,
      features: hostFeatures.map(({ name }) => name),
      items: sequences.length,
      trained_at: now.toISOString(),
      typical: mediansOf(
        benign.map(({ windows }) => windows.at(-1) as FeatureRow),
        hostFeatures.length,
      ),
      calibration: calibrationOf(judged.map(({ windows }) => classifier.assess(windows).logOdds)),
      lstm: classifier.toState(),
    }
    return new SequenceModel(learned, classifier)
  }

  /** Reads what `toBundle` gave. @throws AppError `E_MODEL_DAMAGED` */
  static restore(data: unknown): SequenceModel {
    const parsed = bundle.safeParse(data)
    if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
    const { hash, ...rest } = parsed.data
    if (hash !== hashOf(rest)) throw modelDamaged('its hash does not match its content')
    if (rest.features.join() !== hostFeatures.map(({ name }) => name).join()) {
      throw modelDamaged('it looks at other features of a window than this version measures')
    }
    if (rest.calibration.rawScores.length !== rest.calibration.shares.length) {
      throw modelDamaged('its calibration curve is incomplete')
    }
    const classifier = createLstm().restore(rest.lstm)
    if (classifier.featureCount !== hostFeatures.length) throw modelDamaged('it has other features')
    return new SequenceModel(rest, classifier)
  }

  /** Everything as plain JSON data, for a file or another thread. */
  toBundle(): z.infer<typeof bundle> {
    return { ...this.#content, hash: hashOf(this.#content) }
  }

  /** Judges the last windows of a host, as `windowRow` gives them, in the order of time. */
  judge(windows: readonly FeatureRow[]): SequenceScore {
    const { verdict, logOdds: raw_score } = this.#classifier.assess(windows)
    const chance = this.#tail.chanceOf(raw_score)
    const is_alarm = verdict.is_attack && chance < alarmChance
    return { ...verdict, raw_score, score: 1 - chance, is_alarm }
  }

  /** What each feature adds to `raw_score`, over all windows, beside a base. */
  explain(windows: readonly FeatureRow[]): Explanation {
    return this.#classifier.explain(windows)
  }
}

/** The same for the same content, in whatever order its keys came back from a file. */
function hashOf(content: Content): string {
  const parts = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
