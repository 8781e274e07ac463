import { type Severity, severities } from 'step-2-capture'
import type { SeverityPart } from './alert.ts'

/** Points of a band, as `scoreSeverity` has them: 0 to 19 are `info`, 80 and more `critical`. */
const bandPoints = 20

/** The severity whose band holds that many points, 0 to 100. */
export function severityOfPoints(points: number): Severity {
  const rank = Math.min(severities.length - 1, Math.floor(points / bandPoints))
  return severities[rank] as Severity // Of 0 to 4.
}

/** The severity that detectors stated, of the parts that `scoreSeverity` gives. */
export function detectedOf(parts: readonly SeverityPart[]): Severity {
  return severityOfPoints(parts.find(({ part }) => part === 'detected')?.points ?? 0)
}
