import { running, type Settings } from '../detect/config/settings.ts'
import type { Detector } from '../detect/seam/detector.ts'

export interface DetectorChoice {
  /** Those that judge with a model; none by default. */
  readonly learned?: readonly Detector[]
  /** The detector of the user's rules, where there are some. */
  readonly rules?: readonly Detector[]
  readonly settings: Settings
}

/** Which detectors a run has: all that can run, a model, the user's rules, and what is set of them. */
export class ChosenDetectors {
  learned: readonly Detector[]
  rules: readonly Detector[]
  settings: Settings
  readonly #detectors: readonly Detector[]

  /** @param detectors All that can run without a model and without rules */
  constructor(
    detectors: readonly Detector[],
    { learned = [], rules = [], settings }: DetectorChoice,
  ) {
    this.#detectors = detectors
    this.learned = learned
    this.rules = rules
    this.settings = settings
  }

  /** Those that are on, each as it is set. @throws AppError `E_BAD_OPTION` */
  get running(): readonly Detector[] {
    return running([...this.#detectors, ...this.learned, ...this.rules], this.settings)
  }
}
