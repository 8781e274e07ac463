import { type Severity, severities, severityRank } from 'step-2-capture'
import type { MatchPlace } from './match-flow.ts'

/** Confidence of a feed from which a match is medium and high; below it is low. */
const mediumMin = 0.5
const highMin = 0.8

export interface MatchCircumstances {
  readonly place: MatchPlace
  readonly confidence: number
  /** Whether the end that is known to be bad opened the flow. */
  readonly isInbound: boolean
  /** Whether the other end answered with payload. */
  readonly isAnswered: boolean
  /** Whether a name was only asked for. */
  readonly isQuestion: boolean
}

/**
 * The severity of a match: what the feed's confidence justifies. A scanner that knocks without an
 * answer is low, because every public address sees hundreds a day; a name that was only asked for is
 * one step lower than a visit.
 */
export function matchSeverity(match: MatchCircumstances): Severity {
  const { confidence, isInbound, isAnswered, isQuestion } = match
  if (isInbound && !isAnswered) return 'low'
  const stated = confidence >= highMin ? 'high' : confidence >= mediumMin ? 'medium' : 'low'
  if (!isQuestion) return stated
  return severities[Math.max(severityRank('low'), severityRank(stated) - 1)] ?? 'low'
}
