import type { Alert } from '../alert/alert.ts'
import type { Suppression, SuppressionRule } from './suppression.ts'

/** The seam of the rules that hide alerts. A rule never changes what an alert is, only who sees it. */
export interface SuppressionStore {
  list(): Promise<Suppression[]>
  /** What a rule would hide, of all alerts that are stored. */
  preview(rule: SuppressionRule): Promise<SuppressionPreview>
  /** Adds a rule and applies it to what is stored. @throws AppError `E_TOO_MANY_SUPPRESSIONS` */
  add(draft: SuppressionDraft, now: Date): Promise<Suppression>
  /** Removes a rule and shows again what it hid; false when there is none of that id. */
  remove(suppressionId: string, now: Date): Promise<boolean>
  /** Removes the rules whose time is over; returns how many. */
  expire(now: Date): Promise<number>
}

export interface SuppressionDraft {
  readonly rule: SuppressionRule
  readonly reason: string
  readonly author: string
  readonly expiresAt: Date | null
}

export interface SuppressionPreview {
  readonly matching: number
  readonly total: number
  /** The newest alerts among the matching ones. */
  readonly examples: readonly Alert[]
}
