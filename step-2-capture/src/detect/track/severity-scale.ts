import type { Severity } from '../seam/detection.ts'

/** The score of what is found by a rule: its severity says all that there is to say. */
export const severityScores: Readonly<Record<Severity, number>> = {
  info: 0.2,
  low: 0.4,
  medium: 0.65,
  high: 0.85,
  critical: 0.97,
}

/** Counts from which a finding has each severity; what is left out is never given. */
export type SeverityLevels = Readonly<Partial<Record<Severity, number>>>

/** The highest severity whose count is reached; info when none is. */
export function severityOf(count: number, levels: SeverityLevels): Severity {
  for (const severity of ['critical', 'high', 'medium', 'low'] as const) {
    const level = levels[severity]
    if (level !== undefined && count >= level) return severity
  }
  return 'info'
}

/**
 * A score on a log scale, because what counts is how many times over the minimum something is:
 * 0.5 at the minimum, 0.05 more with each doubling, 1 at a thousandfold.
 */
export function growthScore(count: number, minimum: number): number {
  return Math.min(1, Math.max(0, 0.5 + 0.05 * Math.log2(count / minimum)))
}

/** A time span as people say it. */
export function durationText(seconds: number): string {
  // Below what rounds to a second: 0.9996 s are no 1000 ms.
  if (seconds < 0.9995) return `${Math.max(1, Math.round(seconds * 1000))} ms`
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
