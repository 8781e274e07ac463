import {
  calibrationOf,
  calibrationState,
  type Explanation,
  type FeatureRow,
  modelDamaged,
} from 'step-1-skeleton'
import { z } from 'zod'
import { hostFeatures } from '../../features/host-window.ts'
import { measuredValue } from '../../features/model-row.ts'
import { currentKind } from '../seam/former-kinds.ts'
import { benignLabel, type LabelledSequence } from './algorithms/labelled-sequence.ts'
import { createLstm, type SequenceClassifier, type SequenceVerdict } from './algorithms/lstm.ts'
import {
  bundleShape,
  ModelBundle,
  type ModelOrigin,
  type ModelScore,
  opened,
  sealed,
  trainingRangeOf,
} from './model-bundle.ts'

const kind = 'sequence'

const bundle = bundleShape(kind, hostFeatures.length).extend({
  features: z.array(z.string()),
  /** Sequences that it learned from. */
  items: z.number().int(),
  trained_at: z.iso.datetime(),
  /** Scores of ordinary sequences of hosts that it did not learn from. */
  calibration: calibrationState,
  lstm: z.unknown(),
})
/** `typical` and `highest` are of ordinary windows, as models see them. */
type Content = Omit<z.infer<typeof bundle>, 'format' | 'hash'>

/** What a host's last windows look like; its raw score is the logarithm of the odds of an attack. */
export interface SequenceScore extends SequenceVerdict, ModelScore {}

/** An LSTM that knows attacks by name, with where it comes from and how ordinary hosts score. */
export class SequenceModel extends ModelBundle<readonly FeatureRow[]> {
  readonly kind = kind
  readonly id: string
  readonly #content: Content
  readonly #classifier: SequenceClassifier

  private constructor(content: Content, classifier: SequenceClassifier) {
    const { typical, highest } = content
    super(
      { ...content, typical: typical.map(toMeasured), highest: highest.map(toMeasured) },
      content.calibration,
    )
    this.#content = content
    this.#classifier = classifier
    this.id = this.toBundle().hash.slice(0, 12)
  }

  /** Benign first, then the attacks that it knows, under the names that it was taught. */
  get labels(): readonly string[] {
    return this.#classifier.labels
  }

  get features(): readonly string[] {
    return this.#content.features
  }

  /** Sequences that it learned from. */
  get items(): number {
    return this.#content.items
  }

  /** RFC 3339. */
  get trainedAt(): string {
    return this.#content.trained_at
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
    const newest = benign.map(({ windows }) => windows.at(-1) as FeatureRow)
    const learned: Content = {
      ...origin,
      ...trainingRangeOf(newest, hostFeatures.length),
      features: hostFeatures.map(({ name }) => name),
      items: sequences.length,
      trained_at: now.toISOString(),
      calibration: calibrationOf(judged.map(({ windows }) => classifier.assess(windows).logOdds)),
      lstm: classifier.toState(),
    }
    return new SequenceModel(learned, classifier)
  }

  /** Reads what `toBundle` gave. @throws AppError `E_MODEL_DAMAGED` */
  static restore(data: unknown): SequenceModel {
    const { hash: _, format: __, ...content } = opened(bundle, data)
    if (content.features.join() !== hostFeatures.map(({ name }) => name).join()) {
      throw modelDamaged('it looks at other features of a window than this version measures')
    }
    if (content.calibration.rawScores.length !== content.calibration.shares.length) {
      throw modelDamaged('its calibration curve is incomplete')
    }
    const classifier = createLstm().restore(content.lstm)
    if (classifier.featureCount !== hostFeatures.length) {
      throw modelDamaged('it has other features')
    }
    return new SequenceModel(content, classifier)
  }

  toBundle() {
    return sealed(kind, this.#content)
  }

  /** Judges the last windows of a host, as models see them, in the order of time. */
  judge(windows: readonly FeatureRow[]): SequenceScore {
    const { verdict, logOdds } = this.#classifier.assess(windows)
    const attack_type = verdict.attack_type && currentKind(verdict.attack_type)
    return { ...verdict, attack_type, ...this.scoreOf(logOdds) }
  }

  /** What each feature adds to `raw_score`, over all windows, beside a base. */
  explain(windows: readonly FeatureRow[]): Explanation {
    return this.#classifier.explain(windows)
  }
}

function toMeasured(value: number, index: number): number {
  const feature = hostFeatures[index]
  return feature ? measuredValue(feature, value) : value
}
