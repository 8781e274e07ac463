import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable, Transaction } from 'kysely'
import { AppError, isoTimeOfSeconds } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import type { Suppression, SuppressionRule } from '../suppress/suppression.ts'
import type {
  SuppressionDraft,
  SuppressionPreview,
  SuppressionStore,
} from '../suppress/suppression-store.ts'
import type { RuleRow } from './apply-suppressions.ts'
import { countAlerts } from './count-alerts.ts'
import type { Database, SuppressionTable } from './database.ts'
import { listAlerts } from './list-alerts.ts'
import { withCandidates } from './search-candidates.ts'
import { hideInSlices, showInSlices } from './suppress-in-slices.ts'

/** Each batch asks every rule: 200 of them cost some 20 ms a batch. */
export const suppressionCountMax = 200
const exampleCount = 5

/** The rules in a SQL database; they are evaluated by the same WHERE as the filters of the list. */
export class SqlSuppressionStore implements SuppressionStore {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  async list(): Promise<Suppression[]> {
    const rows = await this.#db
      .selectFrom('suppression')
      .selectAll()
      .orderBy('created_epoch', 'desc')
      .orderBy('suppression_id')
      .execute()
    const hidden = await this.#hiddenCounts()
    return rows.map((row) => toSuppression(row, hidden.get(row.suppression_id) ?? 0))
  }

  async preview(rule: SuppressionRule): Promise<SuppressionPreview> {
    const sorted = { sort: 'last_seen', order: 'desc', limit: exampleCount } as const
    const filter = await withCandidates(this.#db, rule)
    const page = await listAlerts(this.#db, { filter, ...sorted })
    return {
      matching: await countAlerts(this.#db, filter),
      total: await countAlerts(this.#db, {}),
      examples: page.alerts,
    }
  }

  async add(draft: SuppressionDraft, now: Date): Promise<Suppression> {
    const { rule, reason, author, expiresAt } = draft
    const row = {
      suppression_id: randomUUID(),
      rule: JSON.stringify(rule),
      reason,
      author,
      created_epoch: now.getTime() / 1000,
      expires_epoch: expiresAt ? expiresAt.getTime() / 1000 : null,
      hits: 0,
      last_hit_epoch: null,
      is_applied: 0,
    }
    await this.#db.transaction().execute(async (tx) => {
      await checkRoom(tx)
      await tx.insertInto('suppression').values(row).execute()
    })
    await this.#apply(row)
    const hidden = await this.#hiddenCounts()
    return toSuppression(row, hidden.get(row.suppression_id) ?? 0)
  }

  async remove(suppressionId: string, now: Date): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('suppression')
      .where('suppression_id', '=', suppressionId)
      .executeTakeFirst()
    if (Number(numDeletedRows) === 0) return false
    await showInSlices(this.#db, now)
    return true
  }

  /** Finishes first what a server was at when it ended. */
  async expire(now: Date): Promise<number> {
    const unfinished = this.#db.selectFrom('suppression').where('is_applied', '=', 0)
    for (const row of await unfinished.select(['suppression_id', 'rule']).execute()) {
      await this.#apply(row)
    }
    const { numDeletedRows } = await this.#db
      .deleteFrom('suppression')
      .where('expires_epoch', '<=', now.getTime() / 1000)
      .executeTakeFirst()
    await showInSlices(this.#db, now)
    return Number(numDeletedRows)
  }

  async #apply(row: RuleRow): Promise<void> {
    await hideInSlices(this.#db, row)
    await this.#db
      .updateTable('suppression')
      .set({ is_applied: 1 })
      .where('suppression_id', '=', row.suppression_id)
      .execute()
  }

  async #hiddenCounts(): Promise<Map<string, number>> {
    const rows = await this.#db
      .selectFrom('alert_tally')
      .select('suppressed_by')
      .select((eb) => eb.fn.sum<number>('count').as('count'))
      .where('suppressed_by', 'is not', null)
      .groupBy('suppressed_by')
      .execute()
    return new Map(rows.map((row) => [row.suppressed_by ?? '', Number(row.count)]))
  }
}

async function checkRoom(tx: Transaction<Database>): Promise<void> {
  const { total } = await tx
    .selectFrom('suppression')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  if (Number(total) < suppressionCountMax) return
  throw new AppError(
    errorCodes.E_TOO_MANY_SUPPRESSIONS,
    `there are ${suppressionCountMax} rules already`,
    {
      fix: 'Remove those that hit nothing any more: GET /api/suppressions shows when each last did.',
    },
  )
}

function toSuppression(
  row: Omit<Selectable<SuppressionTable>, 'is_applied'>,
  hidden: number,
): Suppression {
  const { suppression_id, rule, reason, author, hits } = row
  return {
    suppression_id,
    rule: JSON.parse(rule) as SuppressionRule,
    reason,
    author,
    created_at: isoTimeOfSeconds(row.created_epoch),
    expires_at: row.expires_epoch === null ? null : isoTimeOfSeconds(row.expires_epoch),
    hits,
    last_hit_at: row.last_hit_epoch === null ? null : isoTimeOfSeconds(row.last_hit_epoch),
    hidden_alerts: hidden,
  }
}
