import { yourTurn } from 'step-2-capture'
import type { AlertDetail, AlertHistoryEntry, AlertNote } from '../alert/alert.ts'
import type { AlertFilter, AlertQuery, AlertSort } from '../alert/alert-filter.ts'
import type {
  AlertChange,
  AlertPage,
  AlertStore,
  ChangeResult,
  ChangeTarget,
  MergeBatch,
  MergeResult,
  PruneLimits,
} from '../alert/alert-store.ts'
import {
  type AlertRecord,
  foldDetections,
  type JoiningDetection,
} from '../alert/fold-detections.ts'
import { alertIdOf, groupKey } from '../alert/group-key.ts'
import { alertMatches } from './alert-matches.ts'
import { shownAlert, storableRecord } from './alert-row.ts'
import { checkChangeCount } from './change-refusals.ts'

/*
 * Your task, and the largest of the course: a whole store behind the seam `AlertStore`, on a Map.
 * `alert-store.ts` says what each method promises; the contract that the SQL store passes as well
 * says it in tests. Go by the contract, from the first failing test to the next: merge and list
 * first (most tests need both), then count and get, change, prune.
 *
 * The parts that are no store's business are there: `foldDetections` joins detections to an alert,
 * `alertMatches` applies a filter, `checkChangeCount` refuses a change, `shownAlert` is what callers
 * get to see of a record.
 */

interface Kept {
  readonly record: AlertRecord
  readonly notes: readonly AlertNote[]
  readonly history: readonly AlertHistoryEntry[]
}

/** What a run has brought of a detection. */
interface Seen {
  readonly revision: number
  readonly hasJoined: boolean
}

/** Alerts in a Map. */
export class MemoryAlertStore implements AlertStore {
  /** By alert id. */
  readonly #alerts = new Map<string, Kept>()
  /** By run and detection id. */
  readonly #seen = new Map<string, Seen>()

  /**
   * 1. Of each `detection_id` in the batch, only the highest revision counts.
   * 2. Leave out what the run has brought before in this revision or a higher one (`#seen`; mind
   *    that another run may use the same ids). Note the others there. A detection that has joined
   *    an alert once (`makesAlert`) is an update from then on: `isUpdate` of a JoiningDetection.
   * 3. Group those that make an alert by `alertIdOf(groupKey(detection))`, and fold each group into
   *    its record with `foldDetections`. Keep `storableRecord` of the result, and its history
   *    entries with the next sequence numbers (1, 2, …) and the time.
   * 4. Return each alert (`shownAlert`) in the list of its outcome; `repeated` is what was left out
   *    by 1 and 2.
   */
  async merge(_batch: MergeBatch): Promise<MergeResult> {
    throw yourTurn('memory-store', 'step 3: MemoryAlertStore.merge()')
  }

  /**
   * One page: what fits the filter, sorted by the value (`valueIn`) and, where values are equal, by
   * the id, both in the direction of `order`; from behind the position `after` on; at most `limit`.
   * `next` is the position of the last one where more follow, and null where none do.
   */
  async list(_query: AlertQuery): Promise<AlertPage> {
    throw yourTurn('memory-store', 'step 3: MemoryAlertStore.list()')
  }

  async count(_filter: AlertFilter): Promise<number> {
    throw yourTurn('memory-store', 'step 3: MemoryAlertStore.count()')
  }

  async get(_alertId: string): Promise<AlertDetail | undefined> {
    throw yourTurn('memory-store', 'step 3: MemoryAlertStore.get()')
  }

  /**
   * For a filter, `checkChangeCount` comes before anything is changed. An alert changes when there
   * is a note, or a status that it does not have; then `updated_at` moves, a new status goes into
   * the history (action `status`, from, to, author), and a note into the notes. An id that is
   * named twice counts once.
   */
  async change(_target: ChangeTarget, _change: AlertChange): Promise<ChangeResult> {
    throw yourTurn('memory-store', 'step 3: MemoryAlertStore.change()')
  }

  /** By age first (`updated_at`), then by number; what a run has brought stays known. */
  async prune(_limits: PruneLimits): Promise<number> {
    throw yourTurn('memory-store', 'step 3: MemoryAlertStore.prune()')
  }
}

const valueIn: Readonly<Record<AlertSort, (record: AlertRecord) => number>> = {
  last_seen: (record) => record.last_seen_epoch,
  first_seen: (record) => record.first_seen_epoch,
  severity: (record) => record.severity_score,
  score: (record) => record.score,
  confidence: (record) => record.confidence,
  count: (record) => record.count,
  created_at: (record) => Date.parse(record.created_at),
  updated_at: (record) => Date.parse(record.updated_at),
}
