import { running, type Settings } from '../detect/config/settings.ts'
import { detectors as untrainedDetectors } from '../detect/detectors.ts'
import type { Severity } from '../detect/seam/detection.ts'
import type { Detector } from '../detect/seam/detector.ts'
import { type AttackVerdict, type BenignVerdict, judgeAttack, judgeBenign } from './judge-run.ts'
import type { LabelledCapture } from './labelled-captures.ts'
import { runDetectors } from './run-detectors.ts'
import type { HostModels } from './window-models.ts'

export interface CaptureEvaluation {
  readonly attacks: readonly AttackVerdict[]
  readonly benign: readonly BenignVerdict[]
  /** What could not be read to its end; what came before it counts. */
  readonly problems: readonly string[]
}

export interface CaptureOptions {
  readonly models: HostModels | undefined
  /** `learned` leaves out the detectors that need no training. */
  readonly detectors: 'all' | 'learned'
  /** The detector of the user's rules, which takes part with `all`. */
  readonly rules?: readonly Detector[]
  readonly settings: Settings
  /** The severity from which a detection is an alarm. */
  readonly from: Severity
  readonly onProgress: (message: string) => void
}

/** Runs the detectors over every capture, and compares what they say with the labels. */
export async function evaluateCaptures(
  captures: readonly LabelledCapture[],
  { models, detectors, rules = [], settings, from, onProgress }: CaptureOptions,
): Promise<CaptureEvaluation> {
  const attacks: AttackVerdict[] = []
  const benign: BenignVerdict[] = []
  const problems: string[] = []
  for (const [index, capture] of captures.entries()) {
    onProgress(`${index + 1} of ${captures.length}: ${capture.file}`)
    const all = [
      ...(detectors === 'all' ? [...untrainedDetectors, ...rules] : []),
      ...(models?.detectorFor(capture) ?? []),
    ]
    const run = await runDetectors(capture.path, running(all, settings))
    if (run.error) problems.push(`${capture.file}: ${run.error.message}`)
    if (!capture.isBenign) attacks.push(judgeAttack(capture, run, from))
    if (capture.isBenign || capture.benignSpan) benign.push(judgeBenign(capture, run, from))
  }
  return { attacks, benign, problems }
}
