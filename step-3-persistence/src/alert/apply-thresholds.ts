import { type Detection, type Severity, severityRank } from 'step-2-capture'

/** Scores from which a learned model's word counts as low, medium and high; 0 to 1, ascending. */
export interface Thresholds {
  readonly low: number
  readonly medium: number
  readonly high: number
}

export interface ThresholdPolicy {
  readonly thresholds: Thresholds
  /** Less grave detections are on record, but make no alert. */
  readonly minSeverity: Severity
}

/** A detection beside what the configuration makes of it. */
export interface JudgedDetection {
  readonly detection: Detection
  readonly severity: Severity
  /** Below the lowest threshold it is on record as normal. */
  readonly isAnomaly: boolean
  /** Whether it joins an alert. */
  readonly makesAlert: boolean
}

/**
 * Applies the thresholds. They bound what a learned model says, because it knows only how strange
 * something is; a behaviour or a signature knows what it saw, so its severity stands.
 */
export function applyThresholds(detection: Detection, policy: ThresholdPolicy): JudgedDetection {
  const { severity, isAnomaly } = bound(detection, policy.thresholds)
  const makesAlert = isAnomaly && severityRank(severity) >= severityRank(policy.minSeverity)
  return { detection, severity, isAnomaly, makesAlert }
}

/** The severity that a score alone justifies: `info` below the lowest threshold. */
export function severityOfScore(score: number, { low, medium, high }: Thresholds): Severity {
  if (score >= high) return 'high'
  if (score >= medium) return 'medium'
  return score >= low ? 'low' : 'info'
}

function bound({ family, severity, score }: Detection, thresholds: Thresholds) {
  if (family !== 'model') return { severity, isAnomaly: true }
  const ceiling = severityOfScore(score, thresholds)
  const stands = ceiling === 'high' || severityRank(severity) < severityRank(ceiling)
  return { severity: stands ? severity : ceiling, isAnomaly: score >= thresholds.low }
}
