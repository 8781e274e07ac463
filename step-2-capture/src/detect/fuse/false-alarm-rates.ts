import type { Detection, Severity } from '../seam/detection.ts'

/**
 * Share of ordinary host windows about which a behaviour states this severity or a higher one:
 * (statements + 1) / (windows + 1), which is above 0 also for what was never seen (Phipson and Smyth
 * 2010).
 * Measured by `scripts/measure-false-alarm-rates.ts` on 119,383 windows of ordinary traffic: ten hours
 * of twenty simulated offices, the recorded lab, and the benign development captures.
 */
const behaviourRates: Readonly<Record<Severity, number>> = {
  info: 1.8e-4,
  low: 1.6e-4,
  medium: 4.2e-5,
  high: 8.4e-6,
  critical: 8.4e-6,
}
const signatureRate = 8.4e-6
/** A model does not tell rates below this apart. */
const rateMin = 1e-30

/** The chance that an ordinary window draws such a detection of the same family, or a graver one. */
export function falseAlarmRate({ family, severity, score }: Detection): number {
  switch (family) {
    case 'model':
      // A model's score is calibrated: 1 less the chance.
      return Math.max(rateMin, 1 - score)
    case 'signature':
      return signatureRate
    case 'behaviour':
      return behaviourRates[severity]
  }
}
