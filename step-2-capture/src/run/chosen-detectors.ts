import { running, type Settings } from '../detect/config/settings.ts'
import type { Detector } from '../detect/seam/detector.ts'

/** Which detectors a run has: all that can run, the user's rules, and what is set of them. */
export class ChosenDetectors {
  /** The detector of the user's rules, where there are some. */
  rules: readonly Detector[]
  settings: Settings
  readonly #detectors: readonly Detector[]

  constructor(detectors: readonly Detector[], rules: readonly Detector[], settings: Settings) {
    this.#detectors = detectors
    this.rules = rules
    this.settings = settings
  }

  /** Those that are on, each as it is set. */
  get running(): readonly Detector[] {
    return running([...this.#detectors, ...this.rules], this.settings)
  }
}
