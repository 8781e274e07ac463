import { type Severity, severities, severityRank } from 'step-2-capture'
import type { SeverityPart } from './alert.ts'

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
 * Severity as a sum of named parts, 0 to 100. A single detector's score, confidence and
 * repetition order alerts within the band of the severity that it stated, but never leave it
 * (5 + 5 + 5 < 20): a noisy detector cannot shout itself up. A second, independent one can.
 * Every part only grows as detections join, so the result does not depend on their order.
 */
export function scoreSeverity(input: SeverityInput): SeverityScore {
  const parts: SeverityPart[] = [
    { part: 'detected', points: severityRank(input.detected) * bandPoints },
    { part: 'score', points: Math.round(input.score * 5) },
    { part: 'confidence', points: Math.round(input.confidence * 5) },
    { part: 'repetition', points: Math.min(5, Math.floor(Math.log2(Math.max(1, input.count)))) },
    { part: 'agreement', points: Math.min(2, input.detectorCount - 1) * 5 },
  ]
  const points = Math.min(
    pointsMax,
    parts.reduce((sum, part) => sum + part.points, 0),
  )
  return { severity: severityOfPoints(points), points, parts }
}

function severityOfPoints(points: number): Severity {
  const rank = Math.min(severities.length - 1, Math.floor(points / bandPoints))
  return severities[rank] as Severity
}
