import type { Alert, AlertDetail, AlertStatus } from './alert.ts'
import type { AlertFilter, AlertQuery, PagePosition } from './alert-filter.ts'
import type { JudgedDetection } from './apply-thresholds.ts'
import type { FoldOptions } from './fold-detections.ts'

// #region seam
/** The seam of persistence: alerts, and what people decide about them, outlive the process. */
export interface AlertStore {
  /**
   * Joins detections to their alerts in one transaction: all of the batch is kept or none of it.
   * A `detection_id` counts once in a run, so a batch whose answer was lost can be sent again. Of
   * its revisions the highest stays, in whatever order they come: an update changes what the alert
   * says, not how many detections it has, and an older revision changes nothing.
   */
  merge(batch: MergeBatch): Promise<MergeResult>
  list(query: AlertQuery): Promise<AlertPage>
  /** The number of all that match, on whatever page. */
  count(filter: AlertFilter): Promise<number>
  get(alertId: string): Promise<AlertDetail | undefined>
  /** Sets a status, adds a note, or both, for all the named alerts or for none of them. */
  change(target: ChangeTarget, change: AlertChange): Promise<ChangeResult>
  /** Forgets what the limits do not allow; returns how many alerts went. */
  prune(limits: PruneLimits): Promise<number>
}
// #endregion

export interface MergeBatch {
  readonly runId: string
  /** All of them go on record; those with `makesAlert` join alerts. */
  readonly judged: readonly JudgedDetection[]
  readonly now: Date
  readonly secondStage?: FoldOptions['secondStage']
}

export interface MergeResult {
  /** Alerts as they are after the batch; each is in one of the four lists. */
  readonly created: readonly Alert[]
  readonly reopened: readonly Alert[]
  /** With further detections, graver than before, or no longer hidden by a rule. */
  readonly updated: readonly Alert[]
  /** Changed by updates of their detections alone, and not `updated`: no reason to send a message. */
  readonly revised: readonly Alert[]
  /** Detections that the run had brought before, in this revision or a higher one. */
  readonly repeated: number
}

export interface AlertPage {
  readonly alerts: readonly Alert[]
  /** Where the next page starts; null on the last one. */
  readonly next: PagePosition | null
}

export type ChangeTarget =
  | { readonly kind: 'ids'; readonly alertIds: readonly string[] }
  /** Refused when another number of alerts matches than the caller has seen. */
  | { readonly kind: 'filter'; readonly filter: AlertFilter; readonly expectedCount: number }

export interface AlertChange {
  readonly status?: AlertStatus | undefined
  readonly note?: string | undefined
  readonly author: string
  readonly now: Date
}

export interface ChangeResult {
  /** What an undo needs: the alerts that changed, with the status they had. */
  readonly changed: readonly { readonly alert_id: string; readonly from: AlertStatus }[]
  readonly unchanged: number
  readonly missing: readonly string[]
}

export interface PruneLimits {
  /** Decided alerts (resolved, false positive) untouched since then go. */
  readonly decidedBefore: Date
  /** Undecided ones too, when untouched since then. */
  readonly untouchedBefore: Date
  /** Beyond this number the ones untouched for longest go, decided ones first. */
  readonly alertCountMax: number
}
