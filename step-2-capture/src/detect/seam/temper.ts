import { type LossProblems, lossTexts } from '../../flow/segment-counts.ts'
import { severities, severityRank } from './detection.ts'
import type { Statement } from './reporter.ts'

/** Share of missing segments from which a statement about silence is one step less grave. */
const graveShareMin = 0.2

/**
 * A statement that rests on silence, as far as a capture can show silence that lost packets or shows
 * one direction: less sure by the share that is missing, and with that share in its sentence.
 */
export function tempered(statement: Statement, loss: LossProblems): Statement {
  const share = Math.max(loss.lost_share ?? 0, loss.one_way_share ?? 0)
  if (!statement.restsOnSilence || share === 0) return statement
  const { severity, confidence } = statement
  const lower = severities[Math.max(0, severityRank(severity) - 1)] ?? severity
  return {
    ...statement,
    severity: share < graveShareMin ? severity : lower,
    confidence: confidence * (1 - share),
    remark: ` (${lossTexts(loss).join('; ')})`,
  }
}
