import type { Detection, Severity } from '../seam/detection.ts'

/**
 * How often an ordinary host window draws a statement that grave or graver: (statements + 1) /
 * (windows + 1), so that what was never seen is not taken for impossible (Phipson and Smyth 2010).
 * Measured by `scripts/measure-vote-chances.ts` on 119,383 windows of ordinary traffic: ten hours
 * of twenty simulated offices, the recorded lab, and the benign development captures.
 */
const behaviourChances: Readonly<Record<Severity, number>> = {
  info: 1.8e-4,
  low: 1.6e-4,
  medium: 4.2e-5,
  high: 8.4e-6,
  critical: 8.4e-6,
}
const signatureChance = 8.4e-6
/** Below that, models do not tell chances apart. */
const chanceMin = 1e-30

/** The chance that an ordinary window draws this statement, or one as grave, of its family. */
export function voteChance({ family, severity, score }: Detection): number {
  switch (family) {
    case 'model':
      // A model's score is calibrated: 1 less the chance.
      return Math.max(chanceMin, 1 - score)
    case 'signature':
      return signatureChance
    case 'behaviour':
      return behaviourChances[severity]
  }
}
