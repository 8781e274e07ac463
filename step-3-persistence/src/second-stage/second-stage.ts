import type { AlertRecord } from '../alert/fold-detections.ts'
import { severityOfPoints } from '../alert/severity-band.ts'
import { type DescribedAlert, featuresOf, kindsOf } from './alert-features.ts'
import { logitOf, trainLogistic } from './logistic-regression.ts'
import type { SecondStageModel } from './second-stage-version.ts'

/** An alert that people have decided. */
export interface Decision {
  readonly alert: DescribedAlert & { readonly severity_score: number }
  readonly isConfirmed: boolean
  /** Decisions of one group are about one matter: none is judged by what was learned from others. */
  readonly group: string
}

/** Points of odds that are e times those of any decision; two of them are a band of severity. */
const pointsPerNat = 10
/** One band, up or down: what a detector calls critical is never less than high. */
export const decisionPointsMax = 20

/** Learns from decisions. The order of the decisions does not count. */
export function trainSecondStage(decisions: readonly Decision[]): SecondStageModel {
  const kinds = kindsOf(decisions.map(({ alert }) => alert))
  const { weights, intercept } = trainLogistic(
    decisions.map(({ alert, isConfirmed }) => ({
      features: featuresOf(alert, kinds),
      isPositive: isConfirmed,
    })),
  )
  const confirmed = decisions.filter(({ isConfirmed }) => isConfirmed).length
  const base_logit = Math.log(confirmed / (decisions.length - confirmed))
  return { kinds: [...kinds], weights: [...weights], intercept, base_logit }
}

/** Above 0 where alerts like it were confirmed more often than others, at most `decisionPointsMax`. */
export function decisionPoints(model: SecondStageModel, alert: DescribedAlert): number {
  const evidence = logitOf(model, featuresOf(alert, model.kinds)) - model.base_logit
  const points = Math.round(evidence * pointsPerNat)
  return Math.max(-decisionPointsMax, Math.min(decisionPointsMax, points))
}

/** The points of an alert, 0 to 100, with what was learned from decisions. */
export function scoreWith(model: SecondStageModel, alert: Decision['alert']): number {
  return Math.max(0, Math.min(100, alert.severity_score + decisionPoints(model, alert)))
}

/** The name of its part in `severity_parts`. */
export const decisionPart = 'decisions_on_like_alerts'

/** Adds what was learned from decisions to the severity of an alert, as a part with a name. */
export function applySecondStage(record: AlertRecord, model: SecondStageModel): AlertRecord {
  const score = scoreWith(model, record)
  const part = { part: decisionPart, points: score - record.severity_score }
  return {
    ...record,
    severity: severityOfPoints(score),
    severity_score: score,
    severity_parts: [...record.severity_parts, part],
  }
}
