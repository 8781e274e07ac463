import { type Calibration, calibrate } from 'step-1-skeleton'

/** The strangest hundredth of the training rows is the tail, but never fewer than ten scores. */
const tailShare = 0.01
const tailCountMin = 10

/**
 * How likely an ordinary row is to score that high, also far beyond every training row. Within
 * the training scores that is counted; beyond, excesses over a high score follow an exponential
 * law (peaks over threshold: Balkema and de Haan 1974, Pickands 1975, with shape 0).
 */
export class TailProbability {
  readonly #calibration: Calibration
  readonly #start: number
  readonly #chanceAtStart: number
  readonly #meanExcess: number

  /** @param calibration Of the model, with at least one score. */
  constructor(calibration: Calibration) {
    const { rawScores, shares } = calibration
    this.#calibration = calibration
    const last = rawScores.length - 1
    let first = last
    while (first > 0 && (last - first < tailCountMin || (shares[first] as number) > 1 - tailShare))
      first--
    this.#start = rawScores[first] as number
    this.#chanceAtStart = 1 - (shares[first] as number)
    let weight = 0
    let excess = 0
    for (let i = first + 1; i <= last; i++) {
      // The curve is thinned out, so a point stands for as many rows as its share has grown.
      const rows = (shares[i] as number) - (shares[i - 1] as number)
      weight += rows
      excess += rows * ((rawScores[i] as number) - this.#start)
    }
    this.#meanExcess = weight === 0 ? 0 : excess / weight
  }

  /** 0 to 1; falls steadily as the score rises. */
  chanceOf(raw: number): number {
    if (raw <= this.#start) return 1 - calibrate(this.#calibration, raw)
    // All training rows scored alike: whatever scores higher is none of them.
    if (this.#meanExcess === 0) return 0
    return this.#chanceAtStart * Math.exp((this.#start - raw) / this.#meanExcess)
  }
}
