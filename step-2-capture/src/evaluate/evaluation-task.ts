import type { Settings } from '../detect/config/settings.ts'
import type { RuleTexts } from '../detect/user-rules/load-rules.ts'
import type { Failure } from '../run/failure.ts'
import type { EvaluationRecord } from './evaluation-record.ts'
import type { LabelledCapture } from './labelled-captures.ts'

/** What the thread that measures is started with: plain data. */
export interface EvaluationTask {
  readonly captures: readonly LabelledCapture[]
  /** The bundle of the model that judges beside the rules, or null. */
  readonly model: unknown
  readonly detectors: 'all' | 'learned'
  readonly settings: Settings
  /** The user's rules, or null. */
  readonly rules: RuleTexts | null
}

export type Measured = Pick<EvaluationRecord, 'figures' | 'attacks' | 'benign' | 'problems'>

export type FromEvaluation =
  | { readonly kind: 'progress'; readonly progress: number }
  | { readonly kind: 'done'; readonly measured: Measured }
  | { readonly kind: 'failed'; readonly failure: Failure }
