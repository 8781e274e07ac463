import {
  AppError,
  type FeatureRow,
  modelDamaged,
  type Scaler,
  scaleRow,
  scalerOf,
  scalerState,
} from 'step-1-skeleton'
import { z } from 'zod'
import { errorCodes } from '../../../error-codes.ts'
import { Adam } from './adam.ts'
import { arrayText, float64Text } from './array-text.ts'
import { benignLabel, type LabelledSequence, sequenceLengthMax } from './labelled-sequence.ts'
import { explainSequence, logOdds, softmax } from './lstm-explanation.ts'
import {
  createLstmNetwork,
  type LstmNetwork,
  LstmPass,
  lstmParameterCount,
} from './lstm-network.ts'
import { createRandom, type Random } from './random.ts'
import { checkRow, checkTrainingRows, columnCountMax } from './training-rows.ts'

export interface SequenceVerdict {
  readonly is_attack: boolean
  /** Probability of the verdict, 0.5 to 1. */
  readonly confidence: number
  /** The most probable type of attack; null for a benign host. */
  readonly attack_type: string | null
}

/** A classifier of sequences: unlike an `Algorithm` it learns from attacks that have a name. */
export interface SequenceAlgorithm {
  readonly name: string
  /** @throws AppError `E_TOO_FEW_ITEMS`, `E_RAGGED_ROWS`, `E_NOT_FINITE` */
  train(sequences: readonly LabelledSequence[]): SequenceClassifier
  /** @throws AppError `E_MODEL_DAMAGED` */
  restore(state: unknown): SequenceClassifier
}

export type SequenceClassifier = ReturnType<typeof classifierOf>

const hiddenCount = 32
const batchSize = 16
/** Sequences shown of each kind; 10,000 of 20 windows of 36 features take about 5 s. */
const shownPerLabel = 1_000
const shownCountMin = 10_000
/** Half of what is shown is ordinary: most hosts are, and a network that saw few would cry wolf. */
const benignShare = 0.5
const learningRate = 5e-3
/** The network sees no value beyond: one wild window must not drown the others' gradients. */
const deviationsMax = 10
/** 256 kinds of attack are more than anybody names; each costs 33 numbers. */
const labelCountMax = 256

/** Long short-term memory over the last windows of a host, as a classifier of attacks. */
export function createLstm({ seed = 1 }: { readonly seed?: number } = {}): SequenceAlgorithm {
  return {
    name: 'lstm',
    train(sequences) {
      const windows = sequences.flatMap((sequence) => lastOf(sequence.windows))
      checkTrainingRows(windows)
      const labels = labelsOf(sequences)
      const scaler = scalerOf(windows)
      const random = createRandom(seed)
      const sizes = { inputCount: scaler.mean.length, hiddenCount, outputCount: labels.length }
      const network = createLstmNetwork(sizes, random)
      const examples = labels.map((label) =>
        sequences
          .filter((sequence) => sequence.label === label)
          .map((sequence) => prepare(scaler, sequence.windows)),
      )
      trainNetwork(network, examples, random)
      return classifierOf({ network, labels, scaler })
    },
    restore(state) {
      const parsed = lstmState.safeParse(state)
      if (!parsed.success) throw modelDamaged(z.prettifyError(parsed.error))
      const { labels, scaler, parameters } = parsed.data
      const sizes = { inputCount: scaler.mean.length, hiddenCount, outputCount: labels.length }
      return classifierOf({ network: { ...sizes, parameters }, labels, scaler })
    },
  }
}

/** Benign first, then the attacks by name. */
function labelsOf(sequences: readonly LabelledSequence[]): string[] {
  const attacks = new Set(sequences.map((sequence) => sequence.label))
  if (!attacks.delete(benignLabel) || attacks.size === 0 || attacks.size >= labelCountMax) {
    const message = `${attacks.size} kinds of attack and ${sequences.length} sequences in all`
    throw new AppError(errorCodes.E_TOO_FEW_ITEMS, message, {
      fix: `Give sequences labelled ${benignLabel}, and others of 1 to ${labelCountMax - 1} attacks.`,
    })
  }
  return [benignLabel, ...[...attacks].sort()]
}

type Sequence = readonly ArrayLike<number>[]

function lastOf(windows: readonly FeatureRow[]): readonly FeatureRow[] {
  return windows.slice(-sequenceLengthMax)
}

/** @throws AppError `E_TOO_FEW_ITEMS`, `E_RAGGED_ROWS`, `E_NOT_FINITE` */
function prepare(scaler: Scaler, windows: readonly FeatureRow[]): Sequence {
  if (windows.length === 0) {
    throw new AppError(errorCodes.E_TOO_FEW_ITEMS, 'a sequence without windows says nothing', {
      fix: 'Give at least one window of the host.',
    })
  }
  return lastOf(windows).map((row) => {
    checkRow(row, scaler.mean.length)
    return scaleRow(scaler, row).map((z) => Math.max(-deviationsMax, Math.min(deviationsMax, z)))
  })
}

/** Every attack is shown equally often, however rare it is; the loss is the cross-entropy. */
function trainNetwork(network: LstmNetwork, examples: readonly Sequence[][], random: Random): void {
  const pass = new LstmPass(network, sequenceLengthMax)
  const adam = new Adam(network.parameters.length)
  const gradient = new Float64Array(network.parameters.length)
  const shownCount = Math.max(shownCountMin, shownPerLabel * examples.length)
  for (let shown = 0; shown < shownCount; shown += batchSize) {
    for (let i = 0; i < batchSize; i++) {
      const isBenign = random.next() < benignShare
      const wanted = isBenign ? 0 : 1 + random.below(examples.length - 1)
      const kind = examples[wanted] as Sequence[]
      const chances = softmax(pass.forward(kind[random.below(kind.length)] as Sequence))
      const error = chances.map((chance, label) => (chance - Number(label === wanted)) / batchSize)
      pass.backward(error, gradient)
    }
    adam.update(network.parameters, gradient, learningRate * (1 - shown / shownCount))
  }
}

interface Trained {
  readonly network: LstmNetwork
  readonly labels: readonly string[]
  readonly scaler: Scaler
}

function classifierOf({ network, labels, scaler }: Trained) {
  const pass = new LstmPass(network, sequenceLengthMax)
  const outputsOf = (windows: readonly FeatureRow[]) => pass.forward(prepare(scaler, windows))
  return {
    labels,
    /** Numbers a window has. */
    featureCount: scaler.mean.length,
    /** Judges the last windows of a host, in the order of time; at least one. */
    classify: (windows: readonly FeatureRow[]) => verdictOf(outputsOf(windows), labels),
    /** The verdict, and the logarithm of the odds of an attack: above 0 where one is likely. */
    assess(windows: readonly FeatureRow[]): { verdict: SequenceVerdict; logOdds: number } {
      const outputs = outputsOf(windows)
      return { verdict: verdictOf(outputs, labels), logOdds: logOdds(outputs) }
    },
    /** What each feature adds, over all windows, to the logarithm of the odds of an attack. */
    explain: (windows: readonly FeatureRow[]) => explainSequence(network, prepare(scaler, windows)),
    toState: (): z.input<typeof lstmState> => {
      return { labels: [...labels], scaler, parameters: arrayText(network.parameters) }
    },
  }
}

function verdictOf(outputs: Float64Array, labels: readonly string[]): SequenceVerdict {
  const chances = softmax(outputs)
  const benign = chances[0] as number
  if (benign >= 0.5) return { is_attack: false, confidence: benign, attack_type: null }
  const attack = chances.indexOf(Math.max(...chances.subarray(1)), 1)
  return { is_attack: true, confidence: 1 - benign, attack_type: labels[attack] as string }
}

const lstmState = z
  .object({
    labels: z.array(z.string()).min(2).max(labelCountMax),
    scaler: scalerState,
    parameters: float64Text(
      lstmParameterCount({ inputCount: columnCountMax, hiddenCount, outputCount: labelCountMax }),
    ),
  })
  .refine(
    ({ scaler, labels, parameters }) =>
      scaler.mean.length > 0 &&
      scaler.mean.length === scaler.deviation.length &&
      parameters.length ===
        lstmParameterCount({
          inputCount: scaler.mean.length,
          hiddenCount,
          outputCount: labels.length,
        }),
    { error: 'the weights do not fit the features and labels' },
  )
