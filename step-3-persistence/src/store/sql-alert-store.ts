import type { Kysely, Transaction } from 'kysely'
import { isoTimeOfSeconds } from 'step-2-capture'
import type { AlertDetail } from '../alert/alert.ts'
import type { AlertFilter, AlertQuery } from '../alert/alert-filter.ts'
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
import { toAlert, toEvidence } from './alert-row.ts'
import { alertWhere } from './alert-where.ts'
import { changeAlerts } from './change-alerts.ts'
import { changeCountMax, checkChangeCount } from './change-refusals.ts'
import { inChunks } from './chunks.ts'
import type { ColumnCounter } from './columns/columns-thread.ts'
import { countAlerts } from './count-alerts.ts'
import type { Database } from './database.ts'
import { pageIdsOf } from './known-ids.ts'
import { listAlerts } from './list-alerts.ts'
import { mergeDetections } from './merge-detections.ts'
import { pruneAlerts } from './prune-alerts.ts'
import { type LastWords, withCandidates } from './search-candidates.ts'
import { refreshIncidentsOf } from './write-incidents.ts'

/** Alerts in a SQL database, SQLite or PostgreSQL; the queries are the same for both. */
export class SqlAlertStore implements AlertStore {
  readonly #db: Kysely<Database>
  readonly #columns: ColumnCounter | undefined
  readonly #words: LastWords = {}

  constructor(db: Kysely<Database>, columns?: ColumnCounter) {
    this.#db = db
    this.#columns = columns
  }

  merge(batch: MergeBatch): Promise<MergeResult> {
    delete this.#words.known
    return this.#db.transaction().execute((tx) => mergeDetections(tx, batch))
  }

  async list(query: AlertQuery): Promise<AlertPage> {
    const filter = await withCandidates(this.#db, query.filter, this.#words)
    const ids = await pageIdsOf(this.#db, { ...query, filter }, this.#columns)
    return listAlerts(this.#db, { ...query, filter: ids ? { ...filter, ids } : filter })
  }

  async count(filter: AlertFilter): Promise<number> {
    const stored = await withCandidates(this.#db, filter, this.#words)
    return countAlerts(this.#db, stored, this.#columns)
  }

  async get(alertId: string): Promise<AlertDetail | undefined> {
    const row = await this.#db
      .selectFrom('alert')
      .innerJoin('alert_body', 'alert_body.alert_id', 'alert.alert_id')
      .selectAll('alert')
      .select(['alert_body.statement', 'alert_body.evidence'])
      .where('alert.alert_id', '=', alertId)
      .executeTakeFirst()
    if (!row) return undefined
    const [notes, history] = await Promise.all([this.#notes(alertId), this.#history(alertId)])
    return { ...toAlert(row), evidence: toEvidence(row.evidence), notes, history }
  }

  change(target: ChangeTarget, change: AlertChange): Promise<ChangeResult> {
    return this.#db.transaction().execute(async (tx) => {
      const rows = await targetRows(tx, target)
      const changed = await changeAlerts(tx, rows, change)
      const ids = changed.map(({ alert_id }) => alert_id)
      if (change.status !== undefined) await refreshIncidentsOf(tx, ids)
      const found = new Set(rows.map((row) => row.alert_id))
      const asked = target.kind === 'ids' ? target.alertIds : []
      return {
        changed,
        unchanged: rows.length - changed.length,
        missing: asked.filter((id) => !found.has(id)),
      }
    })
  }

  prune(limits: PruneLimits): Promise<number> {
    return pruneAlerts(this.#db, limits)
  }

  async #notes(alertId: string): Promise<AlertDetail['notes']> {
    const rows = await this.#db
      .selectFrom('alert_note')
      .selectAll()
      .where('alert_id', '=', alertId)
      .orderBy('sequence')
      .execute()
    return rows.map(({ sequence, epoch, author, text }) => ({
      sequence,
      at: isoTimeOfSeconds(epoch),
      author,
      text,
    }))
  }

  async #history(alertId: string): Promise<AlertDetail['history']> {
    const rows = await this.#db
      .selectFrom('alert_history')
      .selectAll()
      .where('alert_id', '=', alertId)
      .orderBy('sequence')
      .execute()
    return rows.map(({ sequence, epoch, author, action, from, to }) => ({
      sequence,
      at: isoTimeOfSeconds(epoch),
      author,
      action: action as AlertDetail['history'][number]['action'],
      from,
      to,
    }))
  }
}

async function targetRows(tx: Transaction<Database>, target: ChangeTarget) {
  if (target.kind === 'ids') {
    const ids = [...new Set(target.alertIds)]
    return inChunks(ids, (some) => changeable(tx).where('alert_id', 'in', some).execute())
  }
  const filter = await withCandidates(tx, target.filter)
  const rows = await changeable(tx)
    .where((eb) => alertWhere(eb, filter))
    .orderBy('alert_id')
    .limit(changeCountMax + 1)
    .execute()
  checkChangeCount(rows.length, target.expectedCount)
  return rows
}

function changeable(tx: Transaction<Database>) {
  return tx.selectFrom('alert').select(['alert_id', 'status', 'note_count', 'history_count'])
}
