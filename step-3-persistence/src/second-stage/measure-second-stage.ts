import { setImmediate } from 'node:timers/promises'
import { rankingOf, severityRank } from 'step-2-capture'
import { severityOfPoints } from '../alert/severity-band.ts'
import { type Decision, scoreWith, trainSecondStage } from './second-stage.ts'
import type { SecondStageFigures } from './second-stage-version.ts'

/** More groups are put together to that many folds: each is a training, of 20 ms with 2,000 decisions. */
export const foldCountMax = 50

/** A decision with the score that its alert has, and the one that it would have. */
interface JudgedDecision {
  readonly isConfirmed: boolean
  readonly before: number
  readonly after: number
}

/**
 * Judges each decision by a second stage that was trained without the group of it. The event loop
 * has a turn after each training, so that the server goes on answering.
 */
export async function judgeLeftOut(decisions: readonly Decision[]): Promise<{
  readonly judged: readonly JudgedDecision[]
  readonly folds: number
}> {
  const groups = [...new Set(decisions.map(({ group }) => group))].sort()
  const folds = Math.min(groups.length, foldCountMax)
  const foldOf = new Map(groups.map((group, index) => [group, index % folds]))
  const judged: JudgedDecision[] = []
  for (let fold = 0; fold < folds; fold++) {
    const isLeftOut = ({ group }: Decision) => foldOf.get(group) === fold
    const others = decisions.filter((one) => !isLeftOut(one))
    judged.push(...judgeWith(others, decisions.filter(isLeftOut)))
    await setImmediate()
  }
  return { judged, folds }
}

/** Judges decisions by what others teach; where those are of one class only, nothing changes. */
export function judgeWith(
  taught: readonly Decision[],
  decisions: readonly Decision[],
): JudgedDecision[] {
  const isTeachable = new Set(taught.map(({ isConfirmed }) => isConfirmed)).size === 2
  const model = isTeachable ? trainSecondStage(taught) : undefined
  return decisions.map(({ alert, isConfirmed }) => {
    const before = alert.severity_score
    return { isConfirmed, before, after: model ? scoreWith(model, alert) : before }
  })
}

/** What changes, in counts and as the chance of a right order. */
export function figuresOf(judged: readonly JudgedDecision[], folds: number): SecondStageFigures {
  const labels = Uint8Array.from(judged, ({ isConfirmed }) => Number(isConfirmed))
  const rightOrder = (scores: readonly number[]) =>
    Math.round(rankingOf(Float64Array.from(scores), labels).rocAuc * 1_000) / 1_000
  const count = (isConfirmed: boolean, direction: number) =>
    judged.filter((one) => one.isConfirmed === isConfirmed && bandsMoved(one) === direction).length
  const confirmed = judged.filter(({ isConfirmed }) => isConfirmed).length
  return {
    decisions: judged.length,
    confirmed,
    false_positives: judged.length - confirmed,
    folds,
    ranked_right_before: rightOrder(judged.map(({ before }) => before)),
    ranked_right_after: rightOrder(judged.map(({ after }) => after)),
    false_positives_lowered: count(false, -1),
    false_positives_raised: count(false, 1),
    confirmed_lowered: count(true, -1),
    confirmed_raised: count(true, 1),
  }
}

/** -1, 0 or 1: at most one band, see `decisionPointsMax`. */
function bandsMoved({ before, after }: JudgedDecision): number {
  const [from, to] = [before, after].map((points) => severityRank(severityOfPoints(points)))
  return Math.sign((to ?? 0) - (from ?? 0))
}
