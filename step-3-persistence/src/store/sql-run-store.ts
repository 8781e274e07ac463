import type { Kysely } from 'kysely'
import { type RunStore, type StoredRun, storedRun } from 'step-2-capture'
import type { Database } from './database.ts'

/** Runs in the database; a row that this version cannot read is left alone. */
export class SqlRunStore implements RunStore {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  async list(): Promise<StoredRun[]> {
    const rows = await this.#db.selectFrom('run').select('run').execute()
    return rows.flatMap(({ run }) => storedRun.safeParse(JSON.parse(run)).data ?? [])
  }

  async save(stored: StoredRun): Promise<void> {
    const run = JSON.stringify(stored)
    await this.#db
      .insertInto('run')
      .values({ run_id: stored.record.run_id, run })
      .onConflict((oc) => oc.column('run_id').doUpdateSet({ run }))
      .execute()
  }

  async remove(runId: string): Promise<void> {
    await this.#db.deleteFrom('run').where('run_id', '=', runId).execute()
  }
}
