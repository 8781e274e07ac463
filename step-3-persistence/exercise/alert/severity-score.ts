import { type Severity, severities, severityRank, yourTurn } from 'step-2-capture'
import type { SeverityPart } from './alert.ts'

/*
 * Your task: how grave is an alert? People work from the top of a list, so alerts of one severity
 * need an order among themselves; but one noisy detector must not reach the next severity by
 * repeating itself. Only a second detector that agrees can do that.
 */

/** Points of a band: a severity covers 20 of the 100 points, `critical` those from 80 on. */
const bandPoints = 20
const pointsMax = 100

export interface SeverityInput {
  /** The gravest severity that a detection of the group has. */
  readonly detected: Severity
  readonly score: number
  readonly confidence: number
  /** Detections in the group. */
  readonly count: number
  /** Different detectors that agree on the group. */
  readonly detectorCount: number
}

export interface SeverityScore {
  readonly severity: Severity
  readonly points: number
  readonly parts: readonly SeverityPart[]
}

/**
 * Severity as a sum of named parts, in this order:
 * - detected: the rank of the severity, 0 to 4 (`severityRank(detected)`), times the points of a band
 * - score: the score (0 to 1) times 5, rounded
 * - confidence: the confidence (0 to 1) times 5, rounded
 * - repetition: a point each time the count doubles (log2, rounded down), at most 5; 0 for one
 * - agreement: 5 for each further detector, at most 10
 *
 * `points` is their sum, at most `pointsMax`; `severity` the band in which the points lie, and
 * `critical` for all from 80 on. `parts` are shown as they are, also where the sum is cut.
 */
export function scoreSeverity(_input: SeverityInput): SeverityScore {
  throw yourTurn('severity', 'step 3: scoreSeverity()')
}
