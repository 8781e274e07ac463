import { join } from 'node:path'
import type { Settings } from '../detect/config/settings.ts'
import type { Severity } from '../detect/seam/detection.ts'
import { sequenceAlgorithm } from '../train/train-on-attacks.ts'
import { trainingDefaults } from '../train/train-on-captures.ts'
import { captureFigures } from './capture-figures.ts'
import { evaluateCaptures } from './evaluate-captures.ts'
import { evaluateTables } from './evaluate-tables.ts'
import type { Evaluation } from './evaluation.ts'
import {
  halfOf,
  type LabelledCapture,
  readLabelledCaptures,
  readOrdinaryCaptures,
} from './labelled-captures.ts'
import type { MeasuredSet } from './measured-set.ts'
import { SequenceModels } from './sequence-models.ts'
import { type HostModels, WindowModels } from './window-models.ts'

/**
 * Which detectors take part: `all` of them, those without training (`untrained`), or one learned
 * model by the name of its algorithm, alone.
 */
export type DetectorChoice = 'all' | 'untrained' | (string & {})

export interface EvaluateOptions {
  readonly detectors: DetectorChoice
  /** What is set of the detectors. */
  readonly settings: Settings
  readonly now: Date
  readonly onProgress: (message: string) => void
  readonly tables: 'with' | 'without'
}

/** Measures the detectors on a folder with `labels.json`, and on the tables in `tabular/`. */
export async function evaluateFolder(
  { name, folder, half }: MeasuredSet,
  { detectors, settings, now, onProgress, tables }: EvaluateOptions,
): Promise<Evaluation> {
  const labelled = await readLabelledCaptures(folder)
  const captures = halfOf(labelled, half)
  // What no label names belongs to what the detectors are made with.
  const ordinary = half === 'checking' ? [] : await readOrdinaryCaptures(folder, labelled)
  const isModelAlone = detectors !== 'all' && detectors !== 'untrained'
  onProgress('host windows of the benign captures')
  const models = await readModels(captures, { detectors, now })
  const evaluated = await evaluateCaptures([...captures, ...ordinary], {
    models,
    detectors: isModelAlone ? 'learned' : 'all',
    settings,
    from: alarmFrom(isModelAlone),
    onProgress,
  })
  return {
    name,
    detectors: models || isModelAlone ? detectors : 'untrained',
    half,
    figures: captureFigures(evaluated),
    ...evaluated,
    tables: tables === 'with' ? await evaluateTables(join(folder, 'tabular'), onProgress) : [],
  }
}

async function readModels(
  captures: readonly LabelledCapture[],
  { detectors, now }: { readonly detectors: DetectorChoice; readonly now: Date },
): Promise<HostModels | undefined> {
  // There is nothing to train with.
  if (detectors === 'untrained' || !captures.some(isTrainedWith)) return undefined
  if (detectors === sequenceAlgorithm) return await SequenceModels.read(captures, now)
  const algorithm = detectors === 'all' ? trainingDefaults.algorithm : detectors
  return await WindowModels.read(captures, { algorithm, now })
}

const isTrainedWith = ({ isBenign, benignSpan }: LabelledCapture) => isBenign || benignSpan

/** A model alone has no second opinion, so all that it states counts; otherwise medium and more. */
function alarmFrom(isModelAlone: boolean): Severity {
  return isModelAlone ? 'low' : 'medium'
}
